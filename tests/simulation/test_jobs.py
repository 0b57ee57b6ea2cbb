"""Scheduled functions under crashes, cancellations and conflicts: exactly once, at most once."""

from __future__ import annotations

import pytest

from labkit.simulation.dice import Dice
from labkit.simulation.job_campaign import JobFailure, first_job_failure, shrink_events
from labkit.simulation.job_case import Advance, Crash, Plan, draw_events
from labkit.simulation.job_history import play_jobs
from tests.simulation.bugs_in_jobs import BUGS, HISTORIES_MAX, job_found_after
from tests.simulation.planting import SEED, Planted


def check(seed: int, histories: int) -> None:
    failure = first_job_failure(seed, 0, histories)
    if failure is not None:
        pytest.fail(
            f"history {failure.number} of seed {seed}\n\n{failure.story}\n\n"
            f"again: fieldbook simulate --jobs --seed {seed} --only {failure.number}"
        )


def test_inv78_a_hundred_random_histories_of_jobs() -> None:
    check(SEED, 100)


@pytest.mark.slow
def test_inv78_five_hundred_random_histories_of_jobs() -> None:
    check(0, 500)


@pytest.mark.slow
@pytest.mark.parametrize("bug", BUGS, ids=[bug.name for bug in BUGS])
def test_finds(bug: Planted) -> None:
    assert job_found_after(bug) is not None, (
        f"{HISTORIES_MAX} histories of jobs of seed {SEED} agree although {bug.name}"
    )


def test_a_failure_keeps_only_the_events_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    (bug,) = [one for one in BUGS if one.name.startswith("after a crash nobody looks")]
    bug.plant(monkeypatch)
    failure = first_job_failure(SEED, 0, HISTORIES_MAX)
    assert failure is not None
    assert play_jobs(failure.number, failure.events) == failure.difference
    assert len(failure.events) == 4
    assert isinstance(failure.events[0], Plan)
    assert failure.events[-1] == Crash()
    assert "this must not be: recovery" in failure.story


def test_shrinking_leaves_out_what_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    (bug,) = [
        one for one in BUGS if one.name == "a mutation schedules at once, whatever becomes of it"
    ]
    bug.plant(monkeypatch)
    events = next(
        events
        for events in (draw_events(Dice(number)) for number in range(1_000))
        if play_jobs(0, (*events, Advance(1))) is not None
    )
    difference = play_jobs(0, events)
    assert difference is not None
    shrunk = shrink_events(JobFailure(0, events, difference))
    assert len(shrunk.events) == 1
    assert shrunk.difference.kind == "jobs"
