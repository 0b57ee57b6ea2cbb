"""From commits to clients: who runs again, from where, and who hears of it."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, Function, Returned, define_schema, define_table, v
from minivex.trace import Began, Committed, Delivered, Invalidated, ReadRange, Reran
from tests.engine.functions.watched_backend import Listener, Watch, new_backend


@pytest.fixture
def backend() -> Backend:
    return new_backend()


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


def test_inv61_equal_queries_of_many_run_once_per_commit(backend: Backend) -> None:
    watches = [Watch(backend, "m:total", group="a") for _ in range(5)]
    assert [watch.runs for watch in watches] == [1, 0, 0, 0, 0]
    backend.run("m:add", {"group": "a", "n": 3})
    assert all(watch.values == [0.0, 3.0] for watch in watches)
    assert sum(watch.runs for watch in watches) == 2


def test_inv61_errors_are_not_cached(backend: Backend) -> None:
    watches = [Watch(backend, "m:strict") for _ in range(3)]
    assert [watch.runs for watch in watches] == [1, 1, 1]


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


def test_a_push_that_begins_to_build_an_index_is_taken_up_at_once(backend: Backend) -> None:
    watch = Watch(backend, "m:total", group="a")
    backend.run("m:add", {"group": "a", "n": 3})
    table = define_table({"group": v.string(), "n": v.number()}).index("by_n", ["n"])
    backend.start_push(define_schema({"items": table}))
    assert backend.sync.ts == backend.latest_ts
    assert watch.values == [0.0, 3.0], "nothing that it sees has changed"
    backend.sync.check_invariants()
