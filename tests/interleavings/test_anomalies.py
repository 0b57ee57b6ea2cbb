"""Every order of small workloads: which anomalies each isolation level lets through.

At the coarse grain a mutation has two moves: everything up to its commit, and the commit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from minivex import (
    Backend,
    Call,
    Commit,
    Isolation,
    Returned,
    define_schema,
    define_table,
    functions_of,
    mutation,
    v,
)
from tests.interleavings.schedules import orders, play

schema = define_schema(
    {
        "counters": define_table({"n": v.number()}),
        "doctors": define_table({"on_call": v.boolean()}).index("by_on_call", ["on_call"]),
        "users": define_table({"email": v.string()}).index("by_email", ["email"]),
    }
)


@mutation
async def increment(ctx: Any, id: str) -> Any:
    row = await ctx.db.get("counters", id)
    await ctx.db.patch("counters", id, {"n": row["n"] + 1})
    return row["n"] + 1


@mutation
async def leave(ctx: Any, id: str) -> bool:
    """Go off call, if somebody else stays."""
    on_call = (
        await ctx.db.query("doctors")
        .with_index("by_on_call", lambda q: q.eq("on_call", True))
        .collect()
    )
    if len(on_call) < 2:
        return False
    await ctx.db.patch("doctors", id, {"on_call": False})
    return True


@mutation
async def register(ctx: Any, email: str) -> Any:
    """Find the user or make it."""
    found = (
        await ctx.db.query("users").with_index("by_email", lambda q: q.eq("email", email)).first()
    )
    return found["_id"] if found else await ctx.db.insert("users", {"email": email})


def new_backend(isolation: Isolation = Isolation.SERIALIZABLE) -> Backend:
    return Backend(schema=schema, functions=functions_of(globals(), "m"), isolation=isolation)


def starter(path: str, **args: list[Any]) -> Callable[[Backend], dict[str, Call]]:
    """Calls a, b, …: the n-th one gets the n-th of each argument's values."""

    def start(backend: Backend) -> dict[str, Call]:
        count = len(next(iter(args.values())))
        return {
            "abcd"[number]: backend.start(
                path, {name: values[number] for name, values in args.items()}, label="abcd"[number]
            )
            for number in range(count)
        }

    return start


@pytest.mark.parametrize(("lanes", "count"), [(2, 6), (3, 90), (4, 2520)])
def test_increments_lose_nothing_in_any_order(lanes: int, count: int) -> None:
    base = new_backend()
    (id,) = base.load("counters", [{"n": 0}])
    run = 0
    for order in orders(dict.fromkeys("abcd"[:lanes], 2)):
        backend, calls = play(base, starter("m:increment", id=[id] * lanes), order)
        run += 1
        assert backend.documents("counters")[0]["n"] == lanes
        results = sorted(c.outcome.value for c in calls.values() if isinstance(c.outcome, Returned))  # type: ignore[type-var]
        assert results == list(range(1, lanes + 1))
        overlaps = sum(call.attempts - 1 for call in calls.values())
        assert (overlaps == 0) == all(order[i] == order[i + 1] for i in range(0, len(order), 2))
    assert run == count


def lost(isolation: Isolation) -> list[str]:
    base = new_backend(isolation)
    (id,) = base.load("counters", [{"n": 0}])
    return [
        order
        for order in orders({"a": 2, "b": 2})
        if play(base, starter("m:increment", id=[id, id]), order)[0].documents("counters")[0]["n"]
        != 2
    ]


def test_inv42_a_lost_update_needs_no_isolation_at_all() -> None:
    assert lost(Isolation.NONE) == ["abab", "abba", "baab", "baba"]
    assert lost(Isolation.SNAPSHOT) == []
    assert lost(Isolation.SERIALIZABLE) == []


def skewed(isolation: Isolation) -> list[str]:
    base = new_backend(isolation)
    ids = base.load("doctors", [{"on_call": True}, {"on_call": True}])
    found = []
    for order in orders({"a": 2, "b": 2}):
        backend, _ = play(base, starter("m:leave", id=ids), order)
        if not any(doctor["on_call"] for doctor in backend.documents("doctors")):
            found.append(order)
    return found


def test_inv43_write_skew_passes_snapshot_isolation_and_never_a_serialisable_one() -> None:
    assert skewed(Isolation.NONE) == ["abab", "abba", "baab", "baba"]
    assert skewed(Isolation.SNAPSHOT) == ["abab", "abba", "baab", "baba"]
    assert skewed(Isolation.SERIALIZABLE) == []


@pytest.mark.parametrize(("lanes", "count"), [(2, 6), (3, 90)])
def test_inv35_find_or_insert_makes_one_row_in_every_order(lanes: int, count: int) -> None:
    base = new_backend()
    run = 0
    for order in orders(dict.fromkeys("abcd"[:lanes], 2)):
        backend, calls = play(base, starter("m:register", email=["x"] * lanes), order)
        run += 1
        (user,) = backend.documents("users")
        assert {c.outcome for c in calls.values()} == {Returned(user["_id"])}
    assert run == count


def test_inv35_without_the_check_the_row_is_made_twice() -> None:
    base = new_backend(Isolation.SNAPSHOT)
    backend, _ = play(base, starter("m:register", email=["x", "x"]), "abab")
    assert len(backend.documents("users")) == 2


def test_a_move_is_one_step_and_the_fine_grain_has_more_orders() -> None:
    backend = new_backend()
    (id,) = backend.load("counters", [{"n": 0}])
    call = backend.start("m:increment", {"id": id})
    moves = []
    while call.next_move is not None:
        moves.append(type(call.next_move).__name__)
        call.move()
    assert moves == ["Begin", "StepMove", "StepMove", "Commit"]
    assert sum(1 for _ in orders({"a": 4, "b": 4})) == 70


def test_every_fine_order_of_two_increments_is_exact() -> None:
    base = new_backend()
    (id,) = base.load("counters", [{"n": 0}])
    conflicts = 0
    for order in orders({"a": 4, "b": 4}):
        backend = base.fork()
        calls = starter("m:increment", id=[id, id])(backend)
        for lane in order:
            calls[lane].move()
        for call in calls.values():
            conflicts += call.attempts - 1
            call.finish()
        assert backend.documents("counters")[0]["n"] == 2
    assert conflicts == 68


def test_a_fork_costs_the_other_nothing() -> None:
    base = new_backend()
    (id,) = base.load("counters", [{"n": 0}])
    call = base.start("m:increment", {"id": id})
    call.move()
    fork = base.fork()
    fork.run("m:increment", {"id": id})
    assert base.documents("counters")[0]["n"] == 0
    call.move_to_commit()
    assert isinstance(call.next_move, Commit)
    call.move()
    assert call.attempts == 1
    assert base.documents("counters")[0]["n"] == 1
    assert fork.documents("counters")[0]["n"] == 1
    assert Isolation.NONE is base.fork(isolation=Isolation.NONE).isolation
