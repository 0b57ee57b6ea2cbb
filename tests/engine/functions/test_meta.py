"""``ctx.meta``: how much of each limit is used."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import FunctionReference
from minivex.txn.limits import LIMITS
from tests.engine.small_backend import act, add, mutate, new_backend, query


def test_a_function_can_ask_how_much_it_has_used() -> None:
    backend = new_backend()
    backend.load("posts", [{"body": "x"}] * 3)

    async def nothing(ctx: Any, **_: Any) -> None:
        await ctx.db.query("posts").take(0)

    async def work(ctx: Any) -> Any:
        rows = await ctx.db.query("posts").collect()
        await ctx.db.patch(rows[0]["_id"], {"body": "y"})
        await ctx.scheduler.run_after(0, FunctionReference("m:nothing"), {"a": 1})
        return await ctx.meta.get_transaction_metrics()

    add(backend, "mutation", nothing)
    metrics = mutate(backend, work)
    assert {name: meter["used"] for name, meter in metrics.items()} == {
        "bytesRead": 4 * 71,
        "bytesWritten": 71,
        "databaseQueries": 2,
        "documentsRead": 4,
        "documentsWritten": 1,
        "functionsScheduled": 1,
        "scheduledFunctionArgsBytes": 13,
    }
    assert metrics["documentsRead"]["remaining"] == LIMITS.documents_read - 4


def test_a_query_can_ask_as_well() -> None:
    async def ask(ctx: Any) -> Any:
        return (await ctx.meta.get_transaction_metrics())["databaseQueries"]

    assert query(new_backend(), ask) == {"used": 0, "remaining": LIMITS.ranges_read}


def test_a_function_can_ask_what_it_is() -> None:
    backend = new_backend()

    async def ask(ctx: Any) -> Any:
        return await ctx.meta.get_function_metadata()

    path = add(backend, "action", ask, "m:hidden", is_public=False)
    assert backend.run(FunctionReference(path, is_internal=True)) == {
        "name": "m:hidden",
        "componentPath": "",
        "type": "action",
        "visibility": "internal",
    }
    assert query(backend, ask)["visibility"] == "public"


def test_a_scheduled_function_can_ask_for_its_job() -> None:
    backend = new_backend()
    seen: list[Any] = []

    async def job(ctx: Any) -> None:
        seen.append(await ctx.meta.get_request_metadata())
        await ctx.run_mutation(FunctionReference("m:inner"))

    async def inner(ctx: Any) -> None:
        seen.append(await ctx.meta.get_request_metadata())

    async def later(ctx: Any) -> Any:
        seen.append(await ctx.meta.get_request_metadata())
        return await ctx.scheduler.run_after(0, FunctionReference("m:job"))

    add(backend, "action", job)
    add(backend, "mutation", inner)
    id = mutate(backend, later)
    backend.run_due()
    assert [one["scheduledFunctionId"] for one in seen] == [None, id, id]
    assert len({one["requestId"] for one in seen}) == 3


def test_what_a_query_or_an_action_cannot_ask_is_not_there() -> None:
    async def request(ctx: Any) -> Any:
        return await ctx.meta.get_request_metadata()

    async def metrics(ctx: Any) -> Any:
        return await ctx.meta.get_transaction_metrics()

    with pytest.raises(AttributeError):
        query(new_backend(), request)
    with pytest.raises(AttributeError):
        act(new_backend(), metrics)
    deployment = act(new_backend(), _deployment)
    assert deployment == {"name": "anonymous-minivex", "region": None, "class": "s16"}


async def _deployment(ctx: Any) -> Any:
    return await ctx.meta.get_deployment_metadata()
