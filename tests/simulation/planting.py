"""Plants one bug in the engine, and says how many histories it takes to be found."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from labkit.simulation.campaign import first_failure

__all__ = ["HISTORIES_MAX", "SEED", "Plant", "Planted", "found_after", "into"]

HISTORIES_MAX = 2_000
SEED = 7

Plant = Callable[[pytest.MonkeyPatch], None]


class Planted(NamedTuple):
    """A bug, by the sentence that says what the engine then does."""

    name: str
    plant: Plant


def into(bugs: list[Planted]) -> Callable[[str], Callable[[Plant], None]]:
    """A decorator that adds what plants a bug to ``bugs``, under a name."""
    return lambda name: lambda plant: bugs.append(Planted(name, plant))


def found_after(bug: Planted, histories: int = HISTORIES_MAX) -> tuple[int, str] | None:
    """How many histories it takes to find the bug, and as what."""
    with pytest.MonkeyPatch.context() as patch:
        bug.plant(patch)
        failure = first_failure(SEED, histories)
    return None if failure is None else (failure[0] + 1, failure[2].kind)
