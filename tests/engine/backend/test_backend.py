"""The doors of a backend: finding functions, loading, looking from outside."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, Returned, api, internal
from minivex.errors import FunctionNotFoundError, NotAValueError, SchemaValidationError
from minivex.index.interval import EVERYTHING
from tests.engine.small_backend import add, mutate, new_backend


async def number(ctx: Any) -> int:
    return 5


def test_a_client_calls_public_functions_and_names_what_there_is() -> None:
    backend = Backend()
    with pytest.raises(FunctionNotFoundError) as caught:
        backend.run("m:number")
    assert caught.value.message == (
        "Could not find public function for 'm:number'. No functions are registered: decorate "
        "them with @query, @mutation or @action."
    )
    add(backend, "query", number)
    add(backend, "query", number, "m:hidden", is_public=False)
    assert backend.run("m:number") == backend.run(api.m.number) == 5
    assert backend.run(internal.m.hidden) == 5
    for reference in ("m:hidden", api.m.hidden, "m:nothing"):
        with pytest.raises(FunctionNotFoundError, match=r"There are: m:number; internal: m:hidden"):
            backend.start(reference)
    del backend.functions["m:number"]
    with pytest.raises(FunctionNotFoundError, match=r"There are: internal: m:hidden"):
        backend.run("m:number")


def test_load_is_one_transaction() -> None:
    backend = new_backend()
    ids = backend.load("users", ({"email": letter} for letter in "abc"))
    assert [row["_id"] for row in backend.documents("users")] == ids
    before = backend.latest_ts
    with pytest.raises(SchemaValidationError):
        backend.load("users", [{"email": "d"}, {"nonsense": 1}])
    assert (backend.latest_ts, len(backend.documents("users"))) == (before, 3)
    assert backend.snapshots.latest.pins == 0
    assert backend.load("users", []) == []


def test_documents_of_an_unknown_table_are_none() -> None:
    assert Backend().documents("nowhere") == []


def test_ranges_are_described_by_the_name_of_their_index() -> None:
    backend = new_backend()
    for index in ("users.by_id", "users.by_nothing", "nowhere.by_id", "_tables.by_name"):
        assert backend.describe_range(index, EVERYTHING) == "[all]"


def test_inv30_inv33_an_open_call_sees_all_of_a_commit_or_none() -> None:
    backend = new_backend()

    async def count(ctx: Any) -> list[int]:
        first = len(await ctx.db.query("users").collect())
        second = len(await ctx.db.query("posts").collect())
        return [first, second, len(await ctx.db.query("users").collect())]

    async def both(ctx: Any) -> None:
        await ctx.db.insert("users", {"email": "a"})
        await ctx.db.insert("posts", {"body": "b"})

    call = backend.start(add(backend, "query", count))
    call.move()
    call.move()
    mutate(backend, both)
    call.finish()
    assert call.outcome == Returned([0, 0, 0])
    assert backend.run("m:count") == [1, 1, 1]


def test_start_checks_the_arguments_values_at_once() -> None:
    backend = new_backend()
    add(backend, "query", number)
    with pytest.raises(NotAValueError):
        backend.start("m:number", {"x": object()})
