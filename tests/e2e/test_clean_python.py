"""What one check left behind in its Python is gone when the next one is graded."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.element import open_exercise, source_of

TRACES = {
    "a builtin": "\n\nimport builtins\n\nbuiltins.len = lambda *_: 0\n",
    "the grader": (
        "\n\nimport labkit.grader.context as grader\n\n"
        "grader.Context.holds_in_every_order = lambda *_, **__: None\n"
    ),
}


@pytest.mark.parametrize("what", TRACES)
def test_an_answer_does_not_reach_the_next_check(page: Page, what: str) -> None:
    exercise = open_exercise(page, "one-winner")
    starter = source_of("one-winner", "starter.py")
    for button in ("Run", "Check"):
        exercise.write(starter + TRACES[what])
        exercise.press(button)
        exercise.wait_for("running", "idle", "passed", "failed", "error")
        exercise.wait_for("idle", "passed", "failed", "error")

        exercise.write(starter)
        exercise.press("Check")
        exercise.wait_for("running")
        exercise.wait_for("failed", "passed", "error")
        assert exercise.root.get_attribute("data-state") == "failed"
        assert "Not safe in every order" in exercise.root.inner_text()
