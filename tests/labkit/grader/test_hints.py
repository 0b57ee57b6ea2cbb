"""Hints have three steps, and placeholders with words of their own."""

from __future__ import annotations

import pytest

from labkit.grader.exercise import ExerciseError
from labkit.grader.hints import fill_hint, parse_hints

HINT = "## one\n\n### Observed\n\nx\n\n### Idea\n\ny\n\n### Fix\n\nz\n"


@pytest.mark.parametrize(
    ("markdown", "message"),
    [
        (HINT + HINT, "one again"),
        ("### Observed\n", "has no ## above it"),
        (HINT.replace("y\n", "\n"), "Idea of one is empty"),
        (HINT.replace("### Fix", "### Cure"), "one has Observed, Idea, Cure"),
    ],
)
def test_hints_have_three_steps_each(markdown: str, message: str) -> None:
    with pytest.raises(ExerciseError, match=message):
        parse_hints(markdown)


def test_a_fence_may_hold_headings() -> None:
    markdown = HINT.replace("z\n", "```md\n## no hint\n```\n")
    assert parse_hints(markdown) == {"one": ("x", "y", "```md\n## no hint\n```")}


def test_placeholders_take_values_or_their_own_words() -> None:
    step = 'In {order|some order}, {"status": "x"} and {who|one worker}.'
    assert fill_hint(step, {"order": "abba"}) == 'In abba, {"status": "x"} and one worker.'
