"""A failing history becomes short, still fails, and is told so that a person can follow it."""

from __future__ import annotations

import pytest

from labkit.simulation.campaign import attempt, first_failure
from labkit.simulation.shrinker import TRIES_MAX, shrink
from labkit.simulation.story import tell
from labkit.simulation.world import World
from tests.simulation.planted import PLANTED

LOST_OLD_KEYS = "phantoms are overlooked: an insert never conflicts"


@pytest.mark.slow
def test_a_missed_phantom_comes_down_to_two_calls_of_few_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (bug,) = [one for one in PLANTED if one.name == LOST_OLD_KEYS]
    bug.plant(monkeypatch)
    failure = first_failure(0, 1_000)
    assert failure is not None
    _, case, difference = failure
    shrunk = shrink(case, difference)
    assert shrunk.tries <= TRIES_MAX
    assert attempt(shrunk.case, World(shrunk.case.plan)) == shrunk.difference
    assert len(shrunk.case.calls) == 2
    bodies = [body for call in shrunk.case.calls for body in call.bodies]
    assert sum(len(body.lines) for body in bodies) <= 4
    story = tell(shrunk.case, shrunk.difference)
    assert "engine and model differ: missed conflict" in story
    assert "call a  mutation" in story
    assert "insert" in story
    assert len(story.split("\n")) < 40
