"""A hint never tells of a call that ended when it raised."""

from __future__ import annotations

import pytest

from labkit.grader.exercise import Exercise
from labkit.grader.grade import grade
from tests.labkit.grader.programs import HEAD, SMALL_EXERCISE


def steps(value: str, *, observed: str = "It holds {value|3}.") -> tuple[str, ...]:
    files = dict(SMALL_EXERCISE)
    files["hints.md"] = files["hints.md"].replace("It holds {value|3}.", observed)
    head = HEAD.replace("mutation, v", "mutation, v, ConvexError").replace(
        "    row =", "    x = 1\n    row ="
    )
    report = grade(Exercise.from_files(files), f"{head}{value}}})\n")
    assert report.failure is not None
    return report.failure.hint.steps


def test_a_call_that_ended_gets_the_hint_with_its_values() -> None:
    assert steps("2") == ("It holds 5.", "Count.", "Add 1.")


def test_a_mistake_is_repaired_first() -> None:
    (step,) = steps("[][0]")
    assert step.startswith("add(counters#1) raised IndexError on your line")
    assert "holds" not in step


def test_an_answer_that_was_raised_is_what_was_observed() -> None:
    first, *rest = steps("int((n for n in ()).throw(ConvexError(1)))")
    assert first.startswith("add(counters#1) raised a ConvexError on your line")
    assert rest == ["Count.", "Add 1."]


@pytest.mark.parametrize(
    ("observed", "first"),
    [
        ("It {differ|holds 3}.", "It raised IndexError."),
        ("{raised|It holds 3.} Odd.", "add(counters#1) raised IndexError on your line 10. Odd."),
    ],
)
def test_a_hint_that_says_what_a_call_did_stays(observed: str, first: str) -> None:
    assert steps("[][0]", observed=observed) == (first, "Count.", "Add 1.")


@pytest.mark.parametrize("use", ['["value"]', ".value"])
def test_a_step_that_was_used_and_not_awaited_is_named_with_its_line(use: str) -> None:
    source = HEAD.replace("row = await ctx", "row = ctx").replace('row["value"]', f"row{use}")
    report = grade(Exercise.from_files(SMALL_EXERCISE), f"{source}1}})\n")
    assert report.error is not None
    assert report.error.message == (
        "ctx.db.get(…) in line 8 was never awaited, so there is no value yet. Write await before it."
    )
