"""Every order is run or equal to one that is; the smallest failing one is found and can be replayed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from labkit.harness.interleave import Failing, every_schedule, explore, switches
from labkit.harness.play import Lane, Play, StepBudgetError, replay
from minivex import Backend
from tests.labkit.conftest import Counters


def total_must_be(count: int):  # type: ignore[no-untyped-def]
    def judge(play: Play) -> str | None:
        value = play.world.documents("counters")[0]["value"]
        return None if value == count else f"{value!r} instead of {count}"

    return judge


@pytest.mark.parametrize(("calls", "orders", "distinct"), [(2, 6, 4), (3, 90, 24), (4, 2520, 192)])
def test_mutations_have_as_many_orders_as_known(
    counters: Counters, calls: int, orders: int, distinct: int
) -> None:
    found = explore(counters.world, counters.lanes(*["add"] * calls), total_must_be(calls))
    assert (found.orders, found.run, found.distinct) == (orders, orders, distinct)
    assert found.smallest is None


def test_an_action_has_a_move_for_each_query_and_two_for_each_mutation(counters: Counters) -> None:
    found = explore(counters.world, counters.lanes(*["add_in_two_steps"] * 2), total_must_be(2))
    assert found.orders == found.run == 20


def outcomes(world: Backend, lanes: Sequence[Lane], schedules: list[str]) -> dict[str, object]:
    """What each schedule ends with: returned values, attempts and the stored value."""
    found: dict[str, object] = {}
    for schedule in schedules:
        play = replay(world, lanes, schedule)
        assert not play.open_lanes(), schedule
        found[schedule] = (
            [(str(call.outcome), call.attempts) for call in play.calls],
            [row["value"] for row in play.world.documents("counters")],
        )
    return found


@pytest.mark.parametrize(
    ("functions", "moves"),
    [(("add", "add", "add"), [2, 2, 2]), (("add_in_two_steps", "add"), [3, 2])],
)
def test_running_one_of_equal_orders_misses_no_outcome(
    counters: Counters, functions: tuple[str, ...], moves: list[int]
) -> None:
    lanes = counters.lanes(*functions)
    every = outcomes(counters.world, lanes, list(every_schedule(moves)))
    seen = []

    def remember(play: Play) -> None:
        seen.append(play.schedule)

    found = explore(counters.world, lanes, remember)
    assert found.orders == len(every)
    assert set(seen) <= set(every)
    ran = [every[schedule] for schedule in seen]
    assert all(outcome in ran for outcome in every.values())


def test_the_smallest_failing_schedule_is_reported(counters: Counters) -> None:
    found = explore(counters.world, counters.lanes(*["add_in_two_steps"] * 2), total_must_be(2))
    assert found.smallest is not None
    assert found.smallest.schedule == "abbbaa"
    assert found.smallest.sentence == "1 instead of 2"
    assert not found.smallest.is_serial


def test_no_smaller_schedule_fails(counters: Counters) -> None:
    lanes = counters.lanes(*["add_in_two_steps"] * 2)
    judge = total_must_be(2)
    failing = []
    for schedule in every_schedule([3, 3]):
        play = replay(counters.world, lanes, schedule)
        if judge(play):
            failing.append(Failing(schedule, "", play.steps))
    smallest = explore(counters.world, lanes, judge).smallest
    assert smallest is not None
    assert min(failing, key=lambda each: each.size).schedule == smallest.schedule


def test_a_call_that_raises_ends_its_lane(counters: Counters) -> None:
    found = explore(counters.world, counters.lanes("refuse", "add"), total_must_be(1))
    assert found.orders == 3
    assert found.smallest is None


def test_an_endless_call_uses_up_its_steps(counters: Counters) -> None:
    with pytest.raises(StepBudgetError, match="counters:endless made 50 steps"):
        explore(counters.world, counters.lanes("endless", "add"), total_must_be(1), budget=50)


def test_a_limit_is_told_and_not_hidden(counters: Counters) -> None:
    lanes = counters.lanes(*["add"] * 4)
    found = explore(counters.world, lanes, total_must_be(4), limit=10)
    assert found.distinct == 10
    assert found.capped
    assert found.orders == found.run < 2520


def test_progress_is_counted_in_orders(counters: Counters) -> None:
    heard: list[tuple[int, int]] = []
    found = explore(
        counters.world,
        counters.lanes(*["add"] * 4),
        total_must_be(4),
        progress=lambda done, total: heard.append((done, total)),
    )
    assert len(heard) == found.distinct // 16
    assert heard == sorted(heard)
    assert all(done <= total == 2520 for done, total in heard)


@pytest.mark.parametrize(("schedule", "count"), [("aabb", 1), ("abab", 3), ("abba", 2), ("", 0)])
def test_switches_are_counted(schedule: str, count: int) -> None:
    assert switches(schedule) == count


@pytest.mark.parametrize(
    ("schedule", "serial"), [("bbaa", True), ("abba", False), ("aabbcc", True)]
)
def test_serial_means_one_after_the_other(schedule: str, serial: bool) -> None:
    assert Failing(schedule, "", 0).is_serial is serial
