"""``ctx.meta``: how much of each limit is used."""

from __future__ import annotations

from typing import Any

from minivex import FunctionReference
from minivex.txn.limits import LIMITS
from tests.engine.small_backend import add, mutate, new_backend, query


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
