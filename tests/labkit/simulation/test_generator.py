"""Random cases: the same for the same seed, and small enough to read."""

from __future__ import annotations

from labkit.simulation.campaign import cases
from labkit.simulation.case import LETTERS


def test_the_same_seed_draws_the_same_cases() -> None:
    first = [repr(case) for _, case, _ in cases(4, 0, 60)]
    assert first == [repr(case) for _, case, _ in cases(4, 0, 60)]
    assert len(set(first)) == 60


def test_a_case_in_the_middle_needs_none_of_those_before_it() -> None:
    (*_, (_, last, _)) = cases(4, 0, 58)
    ((_, alone, _),) = cases(4, 57, 58)
    assert repr(alone) == repr(last)


def test_cases_are_small() -> None:
    for _, case, _ in cases(4, 0, 200):
        assert 2 <= len(case.calls) <= 5
        assert len(case.plan.documents) <= 8
        letters = LETTERS[: len(case.calls)]
        assert set(case.schedule) <= {*letters, *letters.upper(), ".", "!"}
        assert ("!" in case.schedule) == bool(case.pushes)
