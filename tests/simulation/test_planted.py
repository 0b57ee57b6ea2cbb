"""The simulation would notice: it finds every planted bug within a couple of thousand histories."""

from __future__ import annotations

import pytest

from tests.simulation.planted import PLANTED
from tests.simulation.planting import HISTORIES_MAX, SEED, Planted, found_after


@pytest.mark.slow
@pytest.mark.parametrize("bug", PLANTED, ids=[bug.name for bug in PLANTED])
def test_finds(bug: Planted) -> None:
    assert found_after(bug) is not None, (
        f"{HISTORIES_MAX} histories of seed {SEED} agree although {bug.name}"
    )


def test_without_a_planted_bug_the_same_histories_agree() -> None:
    assert found_after(Planted("nothing is wrong", lambda patch: None), 200) is None
