"""Many calls in an order that dice choose: repeatable, and with the conflicts it really has."""

from __future__ import annotations

from labkit.harness.crowd import play_crowd
from labkit.harness.play import Lane
from minivex import Raised
from minivex.functions.determinism import SeededRandom
from tests.labkit.conftest import Counters


def many(counters: Counters, function: str, count: int) -> list[Lane]:
    args = {} if function == "insert" else {"id": counters.id}
    return [Lane(f"counters:{function}", args, f"caller {n}") for n in range(count)]


def test_the_same_dice_give_the_same_order(counters: Counters) -> None:
    lanes = many(counters, "add", 12)
    first, second = (play_crowd(counters.world, lanes, SeededRandom(3)) for _ in range(2))
    assert first.schedule == second.schedule
    assert first.reruns == second.reruns


def test_calls_that_meet_run_again_and_some_give_up(counters: Counters) -> None:
    play = play_crowd(counters.world, many(counters, "add", 20), SeededRandom(1))
    gave_up = sum(isinstance(call.outcome, Raised) for call in play.calls)
    assert play.world.documents("counters")[0]["value"] == 20 - gave_up
    assert sum(play.reruns) > 20
    assert max(call.attempts for call in play.calls) == 5


def test_calls_that_do_not_meet_run_once(counters: Counters) -> None:
    play = play_crowd(counters.world, many(counters, "insert", 20), SeededRandom(1))
    assert sum(play.reruns) == 0
    assert len(play.world.documents("counters")) == 21
