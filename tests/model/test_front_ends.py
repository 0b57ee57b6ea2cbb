"""Random transactions, once through the Python ctx and once through the package's requests."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from minivex import Function
from minivex.abi.front_end import FrontEnd
from minivex.errors import DeveloperError
from minivex.trace import Event, Wrote
from minivex.values.wire import from_json
from tests.engine.abi.package_calls import ask, collect, insert, ranged, whole
from tests.model import histories

PLACE = st.integers(0, 8)
NUMBER = st.integers(0, 4).map(float)
ORDER = st.sampled_from(["asc", "desc", None])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), histories.GROUP, NUMBER),
        st.tuples(st.just("patch"), PLACE, NUMBER),
        st.tuples(st.just("replace"), PLACE, histories.GROUP, NUMBER),
        st.tuples(st.just("delete"), PLACE),
        st.tuples(st.just("get"), PLACE),
        st.tuples(st.just("range"), histories.GROUP, NUMBER, ORDER, st.none() | st.integers(0, 4)),
        st.tuples(st.just("filter"), NUMBER, ORDER, st.none() | st.integers(0, 4)),
        st.tuples(st.just("page"), ORDER, st.integers(1, 4)),
    ),
    max_size=10,
).filter(lambda steps: sum(step[0] == "page" for step in steps) <= 1)


async def by_ctx(ctx: Any, ids: list[str], step: tuple[Any, ...]) -> Any:
    """One step, written for the Python ctx."""
    rows = ctx.db.query("rows")
    match step:
        case ("insert", group, n):
            return await ctx.db.insert("rows", {"group": group, "n": n})
        case ("patch", place, n):
            return await ctx.db.patch(ids[place % len(ids)], {"n": n})
        case ("replace", place, group, n):
            return await ctx.db.replace(ids[place % len(ids)], {"group": group, "n": n})
        case ("delete", place):
            return await ctx.db.delete(ids[place % len(ids)])
        case ("get", place):
            return await ctx.db.get(ids[place % len(ids)])
        case ("range", group, n, order, limit):
            found = rows.with_index("by_group", lambda q: q.eq("group", group).gte("n", n))
            return await ending(found, order, limit)
        case ("filter", n, order, limit):
            found = rows.filter(lambda q: q.gt(q.field("n"), n))
            return await ending(found, order, limit)
        case (_, order, size):
            found = rows if order is None else rows.order(order)
            return await found.paginate({"numItems": size, "cursor": None})


def ending(found: Any, order: str | None, limit: int | None) -> Any:
    found = found if order is None else found.order(order)
    return found.collect() if limit is None else found.take(limit)


async def by_package(ctx: Any, ids: list[str], step: tuple[Any, ...]) -> Any:
    """The same step, as the package asks for it."""
    front = FrontEnd(ctx)
    match step:
        case ("insert", group, n):
            return await insert(front, "rows", {"group": group, "n": n})
        case ("patch", place, n):
            return await ask(front, "shallowMerge", id=ids[place % len(ids)], value={"n": n})
        case ("replace", place, group, n):
            value = {"group": group, "n": n}
            return await ask(front, "replace", id=ids[place % len(ids)], value=value)
        case ("delete", place):
            return await ask(front, "remove", id=ids[place % len(ids)])
        case ("get", place):
            return from_json(await ask(front, "get", id=ids[place % len(ids)]))
        case ("range", group, n, order, limit):
            conditions = [("Eq", "group", group), ("Gte", "n", n)]
            limits = [] if limit is None else [{"limit": limit}]
            return await collect(front, ranged("rows.by_group", conditions, *limits, order=order))
        case ("filter", n, order, limit):
            above = {"filter": {"$gt": [{"$field": "n"}, {"$literal": n}]}}
            limits = [] if limit is None else [{"limit": limit}]
            return await collect(front, whole("rows", above, *limits, order=order))
        case (_, order, size):
            page = whole("rows", order=order)
            return from_json(await ask(front, "queryPage", query=page, pageSize=size))


class Writes:
    """A tracer that keeps the writes."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def event(self, event: Event) -> None:
        if isinstance(event, Wrote):
            self.events.append(event)


def transcript(front_end: Any, steps: list[Any]) -> list[Any]:
    """All that a transaction of ``steps`` shows: answers, writes, reads, and what it leaves."""
    answers: list[Any] = []
    writes = Writes()
    backend = histories.new_backend(5, tracer=writes)
    ids = [str(row["_id"]) for row in backend.documents("rows")]

    async def run(ctx: Any) -> None:
        for step in steps:
            try:
                answers.append(await front_end(ctx, ids, step))
            except DeveloperError as error:
                answers.append(repr(error))
            if step[0] == "insert":
                ids.append(answers[-1])

    backend.functions["m:run"] = Function("mutation", run, path="m:run")
    call = backend.start("m:run")
    call.finish()
    reads = call._execution.token.reads
    intervals = {index.name: list(reads.intervals(index)) for index in reads.indexes()}
    return [answers, call.outcome, writes.events, intervals, backend.documents("rows")]


@settings(max_examples=200)
@given(STEPS)
def test_both_front_ends_answer_read_and_write_alike(steps: list[Any]) -> None:
    assert transcript(by_ctx, steps) == transcript(by_package, steps)
