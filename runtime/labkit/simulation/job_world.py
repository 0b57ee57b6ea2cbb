"""The functions of the histories of scheduled functions, and the database they work on."""

from __future__ import annotations

from collections.abc import Callable

from labkit.simulation.job_case import Order
from minivex import (
    ActionCtx,
    Backend,
    ConvexError,
    FunctionReference,
    MutationCtx,
    define_schema,
    define_table,
    v,
)
from minivex.functions.definitions import Function
from minivex.values.value import Value

__all__ = ["Begun", "as_args", "job_backend"]

Begun = Callable[[str, int], None]
"""Who wants to know that a job has begun: its tag, and what it takes for the present."""

_PLAN = FunctionReference("job:plan")
_MARK = FunctionReference("job:mark")


def job_backend(seed: int, begun: Begun) -> Backend:
    """A backend with one counter, which every job reads."""
    schema = define_schema(
        {
            "counters": define_table({"n": v.number()}),
            "marks": define_table({"tag": v.string()}).index("by_tag", ["tag"]),
        }
    )
    backend = Backend(schema=schema, seed=seed)
    backend.load("counters", [{"n": 0.0}])
    _register(backend, begun)
    return backend


def as_args(orders: tuple[Order, ...], *, is_failing: bool) -> dict[str, object]:
    """The arguments of a function that places ``orders``."""
    return {"orders": [order._asdict() for order in orders], "fails": is_failing}


async def _place(ctx: MutationCtx | ActionCtx, order: dict[str, Value]) -> None:
    kind, delay_ms = order["kind"], order["delay_ms"]
    assert isinstance(kind, str), "an order has a kind"
    assert isinstance(delay_ms, int), "and a delay"
    args: dict[str, object] = {"tag": order["tag"], "fails": order["is_failing"]}
    await ctx.scheduler.run_after(delay_ms, FunctionReference(f"job:{kind}"), args)


async def _plan(ctx: MutationCtx, orders: list[dict[str, Value]], fails: bool) -> None:  # noqa: FBT001 - an argument of the function
    for order in orders:
        if order["is_undone"]:
            again: dict[str, object] = {"orders": [{**order, "is_undone": False}], "fails": True}
            try:
                await ctx.run_mutation(_PLAN, again)
            except ConvexError:
                continue
        await _place(ctx, order)
    if fails:
        raise ConvexError("no")


async def _plan_at_once(ctx: ActionCtx, orders: list[dict[str, Value]], fails: bool) -> None:  # noqa: FBT001 - an argument of the function
    for order in orders:
        await _place(ctx, order)
    if fails:
        raise ConvexError("no")


async def _mark(ctx: MutationCtx, tag: str) -> None:
    await ctx.db.insert("marks", {"tag": tag})


async def _bump(ctx: MutationCtx) -> None:
    counter = await ctx.db.query("counters").first()
    assert counter is not None, "there is a counter"
    await ctx.db.patch(str(counter["_id"]), {"n": ctx.random()})


async def _cancel(ctx: MutationCtx, id: str) -> None:
    await ctx.scheduler.cancel(id)


def _register(backend: Backend, begun: Begun) -> None:
    async def write(ctx: MutationCtx, tag: str, fails: bool) -> None:  # noqa: FBT001 - an argument of the function
        begun(tag, ctx.now())
        await ctx.db.query("counters").collect()
        await ctx.db.insert("marks", {"tag": tag})
        if fails:
            raise ConvexError("no")

    async def act(ctx: ActionCtx, tag: str, fails: bool) -> None:  # noqa: FBT001 - an argument of the function
        begun(tag, ctx.now())
        await ctx.run_mutation(_MARK, {"tag": f"{tag}/1"})
        if fails:
            raise ConvexError("no")
        await ctx.run_mutation(_MARK, {"tag": f"{tag}/2"})

    for name, kind, handler in (
        ("plan", "mutation", _plan),
        ("plan_at_once", "action", _plan_at_once),
        ("mark", "mutation", _mark),
        ("bump", "mutation", _bump),
        ("cancel", "mutation", _cancel),
        ("write", "mutation", write),
        ("act", "action", act),
    ):
        path = f"job:{name}"
        backend.functions[path] = Function(kind, handler, path=path)  # type: ignore[arg-type]
