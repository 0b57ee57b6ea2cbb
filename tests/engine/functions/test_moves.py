"""Moves and outcomes are values."""

from __future__ import annotations

from minivex import Begin, Commit, Raised, Returned, StepMove


def test_moves_compare_by_what_they_say() -> None:
    assert Begin(1, 0, "m:f") == Begin(1, 0, "m:f") != Begin(2, 0, "m:f")
    assert Commit(1, 0, "m:f") != Commit(2, 0, "m:f")
    step = StepMove("1.0/get", "get", 1, "m:f")
    assert {step} == {StepMove("1.0/get", "get", 1, "m:f")}
    assert step != StepMove("1.0/get", "get", 2, "m:f")
    assert repr(step) == "StepMove('1.0/get', 'get', 1, 'm:f')"
    assert Returned(None) == Returned(None)
    error = ValueError()
    assert Raised(error) == Raised(error)
