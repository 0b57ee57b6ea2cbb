"""A failed step says its name, what it printed and how to repeat it; later stages do not start."""

from __future__ import annotations

import pytest

from tests.tools.steps import STAGES, Step, main, run_stages


def test_a_failed_step_says_how_to_repeat_it(capsys: pytest.CaptureFixture[str]) -> None:
    status = run_stages([[Step("good", "true"), Step("bad", "echo reason; false")]])
    said = capsys.readouterr().out
    assert status == 1
    assert "ok    good" in said
    assert "reason" in said
    assert "make step NAME='bad'" in said


def test_a_stage_waits_for_the_one_before_it(capsys: pytest.CaptureFixture[str]) -> None:
    status = run_stages([[Step("first", "false")], [Step("second", "echo never seen")]])
    said = capsys.readouterr().out
    assert status == 1
    assert "Not started because of that: second" in said
    assert "never seen" not in said


def test_a_step_that_hangs_is_ended_with_all_that_it_started(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # The child holds the pipe that the step prints to: this returns only once the child is gone.
    hangs = Step("hangs", "echo so far; sleep 1000 & wait", seconds=1)
    assert run_stages([[hangs]]) == 1
    said = capsys.readouterr().out
    assert "so far" in said
    assert "not done after 1 s" in said


def test_an_unknown_step_is_answered_with_the_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "mypi"]) == 2
    assert "mypy" in capsys.readouterr().out


def test_names_of_steps_are_unique() -> None:
    for stages in STAGES.values():
        names = [step.name for stage in stages for step in stage]
        assert len(names) == len(set(names))
