"""The search through points finds what playing all orders from the start finds: no end is missed, none is made up."""

from __future__ import annotations

from itertools import combinations_with_replacement

import pytest

from labkit.harness.choices import Choices, NotRepeatableError, every_choice
from labkit.harness.interleave import explore
from labkit.harness.play import Lane, Play
from labkit.harness.states import States
from minivex import (
    Backend,
    ConvexError,
    Isolation,
    action,
    define_schema,
    define_table,
    functions_of,
    internal,
    internal_mutation,
    internal_query,
    v,
)
from tests.labkit.conftest import Counters


@internal_query
async def count(ctx):  # type: ignore[no-untyped-def]
    return len(await ctx.db.query("rows").collect())


@internal_mutation
async def add(ctx):  # type: ignore[no-untyped-def]
    return await ctx.db.insert("rows", {"note": str(ctx.now())})


@internal_mutation
async def add_if_few(ctx):  # type: ignore[no-untyped-def]
    rows = await ctx.db.query("rows").collect()
    if len(rows) > 1:
        raise ConvexError({"code": "full", "rows": len(rows)})
    await ctx.db.insert("rows", {"note": f"{len(rows)} {ctx.random()}"})
    return [len(rows)]


@internal_mutation
async def remove_first(ctx):  # type: ignore[no-untyped-def]
    row = await ctx.db.query("rows").first()
    if row is None:
        return None
    await ctx.db.delete("rows", row["_id"])
    return row["note"]


@internal_mutation
async def look(ctx):  # type: ignore[no-untyped-def]
    return len(await ctx.db.query("rows").collect())


@action
async def add_after_a_look(ctx):  # type: ignore[no-untyped-def]
    seen = [await ctx.run_query(internal.rows.count, {})]
    try:
        seen.append(await ctx.run_mutation(internal.rows.add_if_few, {}))
    except ConvexError as error:
        return {"refused": error.data}
    seen[1].append("changed by the one who was told")
    return {"seen": seen}


@action
async def schedules(ctx):  # type: ignore[no-untyped-def]
    job = await ctx.scheduler.run_after(1000, internal.rows.add, {})
    await ctx.run_query(internal.rows.count, {})
    await ctx.scheduler.cancel(job)


FUNCTIONS = {
    "count": count,
    "add": add,
    "add_if_few": add_if_few,
    "remove_first": remove_first,
    "look": look,
    "add_after_a_look": add_after_a_look,
    "schedules": schedules,
}


def world(isolation: Isolation = Isolation.SERIALIZABLE) -> Backend:
    schema = define_schema({"rows": define_table({"note": v.string()})})
    functions = functions_of(FUNCTIONS, "rows")
    backend = Backend(schema=schema, functions=functions, seed=1, isolation=isolation)
    backend.load("rows", [{"note": "first"}])
    return backend


def seen_at_the_end(play: Play) -> str:
    """All that a check can observe, ids, times and the order of commits included."""
    outcomes = [
        (call.outcome and repr(getattr(call.outcome, "value", None)), _error(call.outcome))
        for call in play.calls
    ]
    log = [
        (entry.ts, entry.writer_label, len(entry.changes)) for entry in play.world.write_log.entries
    ]
    tables = [play.world.documents(name) for name in ("rows", "_scheduled_functions")]
    return repr((outcomes, play.reruns, play.steps, log, tables, play.world.clock.now_ms))


def _error(outcome: object) -> str:
    error = getattr(outcome, "error", None)
    return f"{type(error).__name__} {error}"


def every_end(start: Backend, lanes: list[Lane]) -> list[str]:
    """How each order ends, played from the start, with nothing left out."""

    def play_one(choices: Choices) -> str:
        play = Play(start, lanes)
        while waiting := play.open_lanes():
            play.move(waiting[choices.pick(len(waiting))])
        return seen_at_the_end(play)

    return list(every_choice(play_one))


def ends(start: Backend, lanes: list[Lane]) -> tuple[list[str], int]:
    found: list[str] = []
    explored = explore(start, lanes, lambda play: found.append(seen_at_the_end(play)))
    assert not explored.capped
    assert explored.distinct == len(found)
    return found, explored.orders


def lanes_of(*names: str) -> list[Lane]:
    return [Lane(f"rows:{name}", {}, name) for name in names]


@pytest.mark.parametrize("isolation", list(Isolation))
@pytest.mark.parametrize("names", [*combinations_with_replacement(FUNCTIONS, 2)], ids="-".join)
def test_two_calls_end_in_all_the_ways_there_are(
    names: tuple[str, ...], isolation: Isolation
) -> None:
    start, lanes = world(isolation), lanes_of(*names)
    every = every_end(start, lanes)
    found, orders = ends(start, lanes)
    assert set(found) == set(every)
    assert orders == len(every)


@pytest.mark.slow
@pytest.mark.parametrize(
    "names",
    [
        ("add_if_few", "add_if_few", "remove_first"),
        ("add_if_few", "look", "remove_first"),
        ("add_after_a_look", "add_if_few", "remove_first"),
        ("schedules", "add", "remove_first"),
        ("add", "add", "add_after_a_look"),
    ],
    ids="-".join,
)
def test_so_do_three(names: tuple[str, ...]) -> None:
    start, lanes = world(), lanes_of(*names)
    every = every_end(start, lanes)
    found, orders = ends(start, lanes)
    assert set(found) == set(every)
    assert orders == len(every)


def test_a_move_is_made_once_for_all_orders_that_come_to_it(counters: Counters) -> None:
    lanes = counters.lanes("add", "add")
    states = States(counters.world, lanes, budget=100)
    one, _ = states.after(states.after(states.first, 0)[0], 1)
    other, _ = states.after(states.after(states.first, 1)[0], 0)
    assert one.key == other.key
    assert states.after(one, 0)[0] is not states.after(other, 0)[0]
    assert states.after(one, 0)[0].world is states.after(other, 0)[0].world


def test_an_action_that_goes_another_way_when_told_the_same_is_noticed(counters: Counters) -> None:
    began: list[int] = []

    @action
    async def forgetful(ctx, id):  # type: ignore[no-untyped-def]
        began.append(1)
        await ctx.run_query(internal.counters.read, {"id": id})
        if len(began) == 1:
            await ctx.run_mutation(internal.counters.add, {"id": id})

    counters.world.functions = {
        **counters.world.functions,
        **functions_of({"forgetful": forgetful}, "counters"),
    }
    with pytest.raises(NotRepeatableError):
        explore(counters.world, counters.lanes("forgetful", "add"), lambda _: None)
