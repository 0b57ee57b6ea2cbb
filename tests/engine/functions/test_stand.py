"""A call is told apart by where it stands, and goes on from there a second time, on a backend of its own."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, Call, ConvexError, Raised, Returned, StepMove
from minivex.functions.references import FunctionReference
from tests.engine.small_backend import add, new_backend

CHILD = FunctionReference("m:child")


async def child(ctx: Any, body: Any) -> Any:
    if body == "bad":
        raise ConvexError("no")
    await ctx.db.insert("posts", {"body": body})
    return [body]


async def twice(ctx: Any) -> Any:
    first = await ctx.run_mutation(CHILD, {"body": "one"})
    first.append("changed")
    try:
        await ctx.run_mutation(CHILD, {"body": "bad"})
    except ConvexError as error:
        first.append(error.data)
    await ctx.scheduler.run_after(10, CHILD, {"body": "later"})
    try:
        await ctx.scheduler.run_after(-1, CHILD, {"body": "never"})
    except Exception as error:
        first.append(type(error).__name__)
    return first + await ctx.run_mutation(CHILD, {"body": "two"})


@pytest.fixture
def backend() -> Backend:
    backend = new_backend()
    add(backend, "mutation", child)
    add(backend, "action", twice)
    return backend


def bodies(backend: Backend) -> list[Any]:
    return [row["body"] for row in backend.documents("posts")]


def moved(call: Call, moves: int) -> Call:
    for _ in range(moves):
        call.move()
    return call


COPIES = 8
"""Points of ``twice``: its beginning, those of three children, two commits, and its own two steps."""


def remembered(backend: Backend) -> Call:
    call = backend.start("m:twice")
    call.remember()
    return call


def test_an_action_goes_on_from_every_point_as_if_it_had_come_alone(backend: Backend) -> None:
    whole = remembered(backend.fork())
    whole.finish()
    assert whole.outcome == Returned(["one", "changed", "no", "InvalidArgumentError", "two"])
    copies = moves = 0
    while True:
        world = backend.fork()
        call = moved(remembered(world), moves)
        if call.done:
            break
        moves += 1
        if isinstance(call.next_move, StepMove) and call.next_move.depth:
            continue  # a transaction between its steps
        copies += 1
        other_world = world.fork()
        other = call.copied(other_world)
        assert other.next_move == call.next_move
        assert [each.path for each in other.stand.levels] == [
            each.path for each in call.stand.levels
        ]
        other.finish()
        assert other.outcome == whole.outcome
        assert sorted(bodies(other_world)) == ["one", "two"]
    assert copies == COPIES
    assert call.copied(world.fork()).outcome == call.outcome


def test_a_mutation_is_copied_before_its_first_step_and_at_its_commit(backend: Backend) -> None:
    call = backend.start("m:child", {"body": "x"})
    begin = call.stand
    assert begin.transaction is None
    other_world = backend.fork()
    call.copied(other_world).finish()
    assert bodies(other_world) == ["x"]
    call.move_to_commit()
    assert call.stand.transaction is not None
    for begin_ts in (None, backend.latest_ts):
        other_world = backend.fork()
        other = call.copied(other_world, begin_ts=begin_ts)
        other.finish()
        assert bodies(other_world) == ["x"]
    assert bodies(backend) == []
    call.finish()
    assert call.outcome == Returned(["x"])
    assert bodies(backend) == ["x"]


def test_a_handler_that_ends_sooner_is_told_no_more(backend: Backend) -> None:
    ends: list[bool] = []

    async def fickle(ctx: Any) -> Any:
        if ends:
            raise ConvexError("other")
        await ctx.run_mutation(CHILD, {"body": "one"})
        return await ctx.run_mutation(CHILD, {"body": "two"})

    add(backend, "action", fickle)
    call = backend.start("m:fickle")
    call.remember()
    moved(call, 4)
    ends.append(True)
    other = call.copied(backend.fork())
    assert isinstance(other.outcome, Raised)


def test_calls_with_dice_of_their_own_get_the_same_ids_in_every_order(backend: Backend) -> None:
    def ids(order: str) -> dict[str, Any]:
        world = backend.fork()
        seeds = {lane: world.seeds_for(number) for number, lane in enumerate("ab")}
        found = {}
        for lane in order:
            shared = world.swap_seeds(seeds[lane])
            found[lane] = world.load("posts", [{"body": lane}])
            world.run("m:child", {"body": lane})
            seeds[lane] = world.swap_seeds(shared)
        return {str(row["body"]): row["_id"] for row in world.documents("posts")}

    assert ids("ab") == ids("ba")
