"""What makes an outcome another one, and what the next run takes over from the last."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, ConvexError, Raised, Returned
from minivex.functions.live_query import is_same
from tests.engine.functions.watched_backend import Watch, new_backend


@pytest.fixture
def backend() -> Backend:
    return new_backend()


def test_inv57_an_equal_result_is_not_delivered(backend: Backend) -> None:
    watch = Watch(backend, "m:total", group="a")
    backend.run("m:add", {"group": "a", "n": 0})
    assert (watch.runs, watch.values) == (2, [0.0])


def test_inv60_the_read_set_is_replaced_at_each_run(backend: Backend) -> None:
    (flag,) = backend.load("flags", [{"on": True}])
    watch = Watch(backend, "m:flagged")
    backend.run("m:add", {"group": "a", "n": 1})
    assert watch.values == [[], [1.0]]
    backend.run("m:edit", {"id": flag, "fields": {"on": False}})
    backend.run("m:add", {"group": "a", "n": 2})
    assert (watch.values[2:], watch.runs) == (["off"], 3)


class UnspeakableError(Exception):
    def __str__(self) -> str:
        raise RuntimeError


def test_an_error_that_cannot_say_what_it_is_ends_no_mutation() -> None:
    one, other = Raised(UnspeakableError()), Raised(UnspeakableError())
    assert is_same(one, other)


def test_inv65_an_error_is_delivered_and_passes(backend: Backend) -> None:
    watch = Watch(backend, "m:strict")
    id = backend.run("m:add", {"group": "a", "n": 1})
    backend.run("m:edit", {"id": id, "fields": {"n": -1}})
    backend.run("m:edit", {"id": id, "fields": {"group": "b"}})
    backend.run("m:edit", {"id": id, "fields": {"n": -2}})
    backend.run("m:remove", {"id": id})
    assert watch.values == ["ConvexError", 1, "ValueError", "ValueError", "ConvexError"]
    assert watch.runs == 6
    assert isinstance(watch.subscription.outcome, Raised)


def test_a_page_is_read_again_up_to_where_it_ended(backend: Backend) -> None:
    backend.load("items", [{"group": "a", "n": n} for n in range(4)])
    watch = Watch(backend, "m:pages", opts={"numItems": 2, "cursor": None})
    first = watch.values[0]
    assert len(first["page"]) == 2
    backend.run("m:remove", {"id": first["page"][0]["_id"]})
    again = watch.values[1]
    assert [row["n"] for row in again["page"]] == [1.0]
    assert again["continueCursor"] == first["continueCursor"]
    whole = Watch(backend, "m:pages", opts={"numItems": 9, "cursor": None})
    backend.run("m:add", {"group": "a", "n": 9})
    assert [row["n"] for row in whole.values[1]["page"]] == [1.0, 2.0, 3.0, 9.0]
    assert whole.values[1]["isDone"] is True


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Returned(1), Returned(1.0), True),
        (Returned(0.0), Returned(-0.0), False),
        (Returned(None), Raised(ValueError()), False),
        (Raised(ValueError()), Returned(None), False),
        (Raised(ValueError("a")), Raised(ValueError("a")), True),
        (Raised(ValueError("a")), Raised(ValueError("b")), False),
        (Raised(ValueError("a")), Raised(KeyError("a")), False),
        (Raised(ConvexError({"n": 1})), Raised(ConvexError({"n": 1})), True),
        (Raised(ConvexError({"n": 1})), Raised(ConvexError({"n": 2})), False),
    ],
)
def test_inv57_outcomes_are_the_same_if_no_client_can_tell(one: Any, other: Any, same: Any) -> None:
    assert is_same(one, other) is same
