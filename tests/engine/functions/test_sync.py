"""Live queries: when they run, what they read, what their clients hear."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import (
    Backend,
    ConvexError,
    Function,
    Raised,
    Returned,
    api,
    define_schema,
    define_table,
    functions_of,
    internal,
    mutation,
    query,
    v,
)
from minivex.errors import ArgumentValidationError, FunctionNotFoundError
from minivex.functions.query_set import QuerySet, Transition
from minivex.trace import Began, Committed, Delivered, Event, Invalidated, ReadRange, Reran

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


@pytest.fixture
def backend() -> Backend:
    return new_backend()


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


def test_inv55_only_what_is_touched_runs_again(backend: Backend) -> None:
    a, b = Watch(backend, "m:total", group="a"), Watch(backend, "m:total", group="b")
    assert (a.values, b.values) == ([0.0], [0.0])
    id = backend.run("m:add", {"group": "a", "n": 3})
    assert (a.values, b.values) == ([0.0, 3.0], [0.0])
    assert (a.runs, b.runs) == (2, 1)
    backend.run("m:edit", {"id": id, "fields": {"group": "b"}})
    assert (a.values, b.values) == ([0.0, 3.0, 0.0], [0.0, 3.0])
    backend.load("items", [{"group": "b", "n": 1}])
    assert (a.runs, b.values) == (3, [0.0, 3.0, 4.0])
    backend.sync.check_invariants()


def test_inv31_a_patch_that_changes_nothing_wakes_nobody(backend: Backend) -> None:
    id = backend.run("m:add", {"group": "a", "n": 3})
    watch = Watch(backend, "m:total", group="a")
    backend.run("m:edit", {"id": id, "fields": {"n": 3}})
    assert watch.runs == 1


def test_inv29_a_mutation_that_fails_wakes_nobody(backend: Backend) -> None:
    watch = Watch(backend, "m:total", group="a")
    with pytest.raises(Exception, match="does not match the schema"):
        backend.run("m:add", {"group": "a", "n": "three"})
    assert watch.runs == 1


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


def test_arguments_that_do_not_fit_are_delivered_as_an_error(backend: Backend) -> None:
    watch = Watch(backend, "m:total", group=7)
    assert watch.values == [ArgumentValidationError.__name__]


def test_only_a_query_can_be_watched(backend: Backend) -> None:
    with pytest.raises(FunctionNotFoundError, match="as Query, but it is defined as Mutation"):
        Watch(backend, "m:add")
    with pytest.raises(FunctionNotFoundError, match="Could not find public function"):
        Watch(backend, "m:nothing")
    heard: list[Any] = []
    backend.subscribe(api.m.listed, None, heard.append)
    backend.subscribe(internal.m.listed, {}, heard.append)
    assert heard == [Returned([]), Returned([])]


def test_inv11_what_is_delivered_may_be_changed(backend: Backend) -> None:
    first, second = Watch(backend, "m:listed"), Watch(backend, "m:listed")
    first.values[0].append("mine")
    second.subscription.outcome.value.append("too")  # type: ignore[union-attr]
    assert second.values == [[]]
    assert Watch(backend, "m:listed").values == [[]]
    assert second.subscription.outcome == Returned([])


def test_inv61_equal_queries_of_many_run_once_per_commit(backend: Backend) -> None:
    watches = [Watch(backend, "m:total", group="a") for _ in range(5)]
    assert [watch.runs for watch in watches] == [1, 0, 0, 0, 0]
    backend.run("m:add", {"group": "a", "n": 3})
    assert all(watch.values == [0.0, 3.0] for watch in watches)
    assert sum(watch.runs for watch in watches) == 2


def test_inv61_errors_are_not_cached(backend: Backend) -> None:
    watches = [Watch(backend, "m:strict") for _ in range(3)]
    assert [watch.runs for watch in watches] == [1, 1, 1]


def test_who_unsubscribes_hears_no_more(backend: Backend) -> None:
    watch = Watch(backend, "m:total", group="a")
    watch.subscription.unsubscribe()
    watch.subscription.unsubscribe()
    backend.run("m:add", {"group": "a", "n": 3})
    assert watch.values == [0.0]
    backend.sync.check_invariants()


def test_a_fork_has_no_subscribers(backend: Backend) -> None:
    watch = Watch(backend, "m:total", group="a")
    fork = backend.fork()
    fork.run("m:add", {"group": "a", "n": 3})
    assert watch.values == [0.0]
    backend.run("m:add", {"group": "a", "n": 4})
    assert watch.values == [0.0, 4.0]


def test_a_new_table_wakes_everybody(backend: Backend) -> None:
    watch = Watch(backend, "m:total", group="a")
    backend.load("unheard_of", [{}])
    assert watch.runs == 2


def test_a_commit_in_answer_is_taken_up_afterwards(backend: Backend) -> None:
    seen: list[Any] = []

    def top_up(outcome: Any) -> None:
        seen.append(outcome.value)
        if outcome.value < 3:
            backend.run("m:add", {"group": "a", "n": 1})
            seen.append("added")

    backend.subscribe("m:total", {"group": "a"}, top_up)
    assert seen == [0.0, "added", 1.0, "added", 2.0, "added", 3.0]
    backend.sync.check_invariants()


def test_a_callback_that_raises_stops_nobody_else_for_long(backend: Backend) -> None:
    def refuse(outcome: Any) -> None:
        if outcome.value:
            raise RuntimeError

    backend.subscribe("m:total", {"group": "a"}, refuse)
    watch = Watch(backend, "m:total", group="a")
    with pytest.raises(RuntimeError):
        backend.run("m:add", {"group": "a", "n": 1})
    assert watch.values == [0.0]
    backend.run("m:add", {"group": "b", "n": 1})
    assert watch.values == [0.0, 1.0]


def test_the_tracer_hears_why_and_what(backend: Backend) -> None:
    listener = Listener()
    backend = new_backend(tracer=listener)
    subscription = backend.subscribe("m:total", {"group": "a"}, lambda _: None, label="page")
    id = backend.run("m:add", {"group": "a", "n": 3})
    reactive = [e for e in listener.events if isinstance(e, Invalidated | Reran | Delivered)]
    ts = backend.latest_ts
    assert isinstance(reactive[1], Invalidated)
    read = reactive[1].read
    assert (read.index, read.id, read.writer_path) == ("items.by_group", id, "m:add")
    assert backend.describe_range(read.index, read.interval) == '[group = "a"]'
    assert reactive[2:] == [
        Reran("page", "m:total", 2, ts, is_changed=True, is_cached=False),
        Delivered("page", "m:total", 2, ts, 3.0, None),
    ]
    kinds = [type(event) for event in listener.events]
    after_commit = kinds[kinds.index(Committed) :]
    order = [after_commit.index(k) for k in (Invalidated, Began, ReadRange, Reran, Delivered)]
    assert order == sorted(order)
    assert subscription.outcome == Returned(3.0)
    assert subscription.ts == ts


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


def test_inv58_a_transition_has_one_timestamp(backend: Backend) -> None:
    backend.load("items", [{"group": "a", "n": 1}] * 4)
    client = Client(backend)
    a, b = client.watch("m:total", group="a"), client.watch("m:total", group="b")
    for source, target in [("a", "b"), ("a", "b"), ("b", "a"), ("a", "b")]:
        before_ts = client.queries.ts
        backend.run("m:move_one", {"source": source, "target": target})
        assert client.transitions[-1].start_ts == before_ts
        assert client.view[a] + client.view[b] == 4
        assert client.transitions[-1].changes.keys() == {a, b}
        assert client.transitions[-1].end_ts == backend.latest_ts == client.queries.ts


def test_inv59_who_pauses_skips_states_and_goes_forward(backend: Backend) -> None:
    client = Client(backend)
    number = client.watch("m:total", group="a")
    client.queries.pause()
    paused_ts = client.queries.ts
    for _ in range(3):
        backend.run("m:add", {"group": "a", "n": 1})
    late = client.watch("m:listed")
    assert (client.view, client.queries.ts) == ({number: 0.0}, paused_ts)
    client.queries.resume()
    client.queries.resume()
    assert client.view == {number: 3.0, late: [1.0, 1.0, 1.0]}
    assert len(client.transitions) == 2
    assert client.transitions[1].start_ts == paused_ts
    assert client.queries.ts == backend.latest_ts


def test_a_query_that_waits_may_be_given_up(backend: Backend) -> None:
    client = Client(backend)
    client.queries.pause()
    query_ = client.queries.add(backend.find_query("m:listed"), {}, "client")
    client.queries.remove(query_)
    client.queries.resume()
    assert client.transitions == []
    backend.sync.check_invariants()


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


def test_a_cached_run_is_told_from_a_real_one() -> None:
    listener = Listener()
    backend = new_backend(tracer=listener)
    watches = [Watch(backend, "m:strict") for _ in range(2)]
    backend.run("m:add", {"group": "a", "n": 1})
    reran = [event for event in listener.events if isinstance(event, Reran)]
    assert [event.is_cached for event in reran] == [False, True]
    errors = [e.error for e in listener.events if isinstance(e, Delivered)]
    assert [type(error).__name__ for error in errors] == ["ConvexError"] * 2 + ["NoneType"] * 2
    assert [watch.runs for watch in watches] == [2, 1]


def test_inv61_a_result_is_shared_unless_the_query_asked_who_is_calling(backend: Backend) -> None:
    async def mine(ctx: Any) -> Any:
        identity = await ctx.auth.get_user_identity()
        return None if identity is None else identity["name"]

    backend.functions["m:mine"] = Function("query", mine, path="m:mine")
    users = [None, *({"subject": name, "issuer": "x", "name": name} for name in ("ada", "bob"))]

    def watch(path: str) -> list[tuple[Any, int]]:
        subscriptions = [
            backend.subscribe(path, {}, lambda _: None, identity=user) for user in users * 2
        ]
        return [(s.outcome.value, s.runs) for s in subscriptions]  # type: ignore[union-attr]

    assert watch("m:mine") == [
        (None, 1),
        ("ada", 1),
        ("bob", 1),
        (None, 0),
        ("ada", 0),
        ("bob", 0),
    ]
    assert watch("m:listed") == [([], 1), *[([], 0)] * 5]
