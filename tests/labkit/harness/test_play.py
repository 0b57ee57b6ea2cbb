"""One order is played on a world of its own, and again the same."""

from __future__ import annotations

import pytest

from labkit.harness.play import Grain, replay
from minivex import Isolation
from tests.labkit.conftest import Counters


def test_a_schedule_plays_the_same_again(counters: Counters) -> None:
    lanes = counters.lanes("add", "add")
    first, second = (replay(counters.world, lanes, "abab") for _ in range(2))
    assert first.world.documents("counters") == second.world.documents("counters")
    assert [call.attempts for call in first.calls] == [1, 2]
    assert counters.world.documents("counters")[0]["value"] == 0, "a play has a world of its own"


def test_a_conflict_runs_again_inside_the_commit_move(counters: Counters) -> None:
    play = replay(counters.world, counters.lanes("add", "add", "add"), "abcabc")
    assert [call.attempts for call in play.calls] == [1, 2, 2]
    assert all(call.done for call in play.calls)


def test_step_by_step_a_conflict_leaves_the_lane_open(counters: Counters) -> None:
    play = replay(counters.world, counters.lanes("add", "add"), "aabbaabb", grain=Grain.STEP)
    assert play.open_lanes() == [1]
    assert play.calls[1].attempts == 2


@pytest.mark.parametrize("isolation", list(Isolation))
def test_without_the_check_an_update_is_lost(counters: Counters, isolation: Isolation) -> None:
    play = replay(counters.world, counters.lanes("add", "add"), "abab", isolation=isolation)
    expected = 1 if isolation is Isolation.NONE else 2
    assert play.world.documents("counters")[0]["value"] == expected


@pytest.mark.parametrize(
    ("schedule", "message"),
    [("x", "move 1 is 'x'; the lanes are a, b"), ("aaa", "move 3: lane a has already ended")],
)
def test_a_schedule_that_cannot_be_is_refused(
    counters: Counters, schedule: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        replay(counters.world, counters.lanes("add", "add"), schedule)
