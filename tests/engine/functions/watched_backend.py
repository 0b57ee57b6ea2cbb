"""What the tests of live queries share: two tables, functions on them, and listeners."""

from __future__ import annotations

from typing import Any

from minivex import (
    Backend,
    ConvexError,
    Returned,
    define_schema,
    define_table,
    functions_of,
    mutation,
    query,
    v,
)
from minivex.functions.query_set import QuerySet, Transition
from minivex.trace import Event

schema = define_schema(
    {
        "items": define_table({"group": v.string(), "n": v.number()}).index("by_group", ["group"]),
        "flags": define_table({"on": v.boolean()}),
    }
)


@query(args={"group": v.string()})
async def total(ctx: Any, group: str) -> float:
    rows = (
        await ctx.db.query("items").with_index("by_group", lambda q: q.eq("group", group)).collect()
    )
    return float(sum(row["n"] for row in rows))


@query
async def flagged(ctx: Any) -> Any:
    flag = await ctx.db.query("flags").first()
    return [row["n"] for row in await ctx.db.query("items").collect()] if flag["on"] else "off"


@query
async def strict(ctx: Any) -> Any:
    rows = await ctx.db.query("items").collect()
    if not rows:
        raise ConvexError({"why": "empty"})
    if rows[0]["n"] < 0:
        raise ValueError(rows[0]["n"])
    return len(rows)


@query
async def pages(ctx: Any, opts: Any) -> Any:
    return await ctx.db.query("items").paginate(opts)


@query
async def listed(ctx: Any) -> Any:
    return [row["n"] for row in await ctx.db.query("items").collect()]


@mutation
async def add(ctx: Any, group: str, n: float) -> Any:
    return await ctx.db.insert("items", {"group": group, "n": n})


@mutation
async def edit(ctx: Any, id: str, fields: Any) -> None:
    await ctx.db.patch(id, fields)


@mutation
async def remove(ctx: Any, id: str) -> None:
    await ctx.db.delete(id)


@mutation
async def move_one(ctx: Any, source: str, target: str) -> None:
    row = (
        await ctx.db.query("items").with_index("by_group", lambda q: q.eq("group", source)).first()
    )
    if row is not None:
        await ctx.db.patch(row["_id"], {"group": target})


class Listener:
    def __init__(self) -> None:
        self.events: list[Event] = []

    def event(self, event: Event) -> None:
        self.events.append(event)


def new_backend(**options: Any) -> Backend:
    return Backend(schema=schema, functions=functions_of(globals(), "m"), **options)


class Watch:
    """A subscription, and everything that it was told."""

    def __init__(self, backend: Backend, path: str, **args: Any) -> None:
        self.heard: list[Any] = []
        self.subscription = backend.subscribe(path, args, self.heard.append)

    @property
    def values(self) -> list[Any]:
        return [o.value if isinstance(o, Returned) else type(o.error).__name__ for o in self.heard]

    @property
    def runs(self) -> int:
        return self.subscription.runs


class Client:
    """A query set, and the transitions that it was sent."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self.transitions: list[Transition] = []
        self.view: dict[int, Any] = {}
        self.queries: QuerySet = backend.sync.connect(self.receive)

    def receive(self, transition: Transition) -> None:
        self.transitions.append(transition)
        for number, outcome in transition.changes.items():
            self.view[number] = outcome.value if isinstance(outcome, Returned) else outcome

    def watch(self, path: str, **args: Any) -> int:
        function = self.backend.find_query(path)
        number = self.queries.add(function, args, "client").number
        self.queries.load()
        return number
