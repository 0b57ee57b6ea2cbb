"""A failed step says its name, what it printed and how to repeat it; what comes after it does not start."""

from __future__ import annotations

import pytest

from tests.tools.steps import DOORS, Step, after, main, run_steps


def test_a_failed_step_says_how_to_repeat_it(capsys: pytest.CaptureFixture[str]) -> None:
    status = run_steps([Step("good", "true"), Step("bad", "echo reason; false")])
    said = capsys.readouterr().out
    assert status == 1
    assert "ok    good" in said
    assert "reason" in said
    assert "make step NAME='bad'" in said


def test_a_step_waits_for_those_it_comes_after(capsys: pytest.CaptureFixture[str]) -> None:
    last = after(["first", "second"], Step("last", "true"))
    assert run_steps([*last, *after(["first"], Step("second", "true")), Step("first", "true")]) == 0
    said = capsys.readouterr().out
    assert [line.split()[1] for line in said.splitlines()] == ["first", "second", "last"]


def test_what_comes_after_a_failed_step_is_not_started_and_the_others_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    second = after(["first"], Step("second", "echo never seen"))
    third = after(["second"], Step("third", "echo never seen"))
    assert run_steps([Step("first", "false"), *second, *third, Step("other", "true")]) == 1
    said = capsys.readouterr().out
    assert "Not started because of that: second, third" in said
    assert "never seen" not in said
    assert "ok    other" in said


def test_a_step_that_hangs_is_ended_with_all_that_it_started(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # The child holds the pipe that the step prints to: this returns only once the child is gone.
    hangs = Step("hangs", "echo so far; sleep 1000 & wait", seconds=1)
    assert run_steps([hangs]) == 1
    said = capsys.readouterr().out
    assert "so far" in said
    assert "not done after 1 s" in said


def test_an_unknown_step_is_answered_with_the_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "mypi"]) == 2
    assert "mypy" in capsys.readouterr().out


def test_a_step_comes_after_steps_that_there_are_and_names_are_unique() -> None:
    for steps in DOORS.values():
        names = [step.name for step in steps]
        assert len(names) == len(set(names))
        for at, step in enumerate(steps):
            assert step.after <= set(names[:at]), step.name  # no circle
