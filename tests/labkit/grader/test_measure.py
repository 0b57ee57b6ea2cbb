"""What a call cost, the budget it is held to, and what would make it run again."""

from __future__ import annotations

import pytest

from labkit.grader.amount import Amount, formula_of, limit_words
from labkit.grader.measure import Budget
from labkit.grader.surface import surface_of


def test_an_amount_says_how_it_was_worked_out() -> None:
    rows = Amount("rows", 10)
    assert [str(each) for each in (rows + 1, 2 * rows + 1, 2 * (rows + 1), 1 + rows)] == [
        "rows + 1 = 11",
        "2 × rows + 1 = 21",
        "2 × (rows + 1) = 22",
        "1 + rows = 11",
    ]
    assert str(20 * Amount("authors", 5) + Amount("hidden posts", 2)) == (
        "20 × authors + hidden posts = 102"
    )
    assert (formula_of(rows + 1), formula_of(11)) == ("rows + 1", "")
    assert (limit_words(rows + 1990), limit_words(2000)) == ("rows + 1,990 = 2,000", "2,000")
    assert rows + 1 == 11
    assert f"{rows + 1:,}" == "11"


@pytest.mark.parametrize(
    ("noun", "limit", "meter", "subject", "text"),
    [
        (
            'documents read by inbox("bo"), of 300',
            Amount("rows", 10) + 1,
            "documents read",
            'by inbox("bo"), of 300',
            "rows + 1 = 11, read 2,000",
        ),
        ("jobs scheduled by start", 3, "jobs scheduled", "by start", "at most 3, scheduled 2,000"),
        ("indexes of tasks", 2, "indexes of tasks", "", "at most 2, was 2,000"),
    ],
)
def test_a_budget_has_a_heading_in_words_and_its_formula(
    noun: str, limit: int, meter: str, subject: str, text: str
) -> None:
    budget = Budget.of(noun, 2_000, limit)
    assert (budget.meter, budget.subject, str(budget)) == (meter, subject, text)
    assert budget.to_json("reads-little") == {
        "check": "reads-little",
        "meter": meter,
        "subject": subject,
        "formula": formula_of(limit),
        "limit": int(limit),
        "actual": 2_000,
        "met": False,
        "text": text,
        "usage": None,
    }


@pytest.mark.parametrize(
    ("index", "shown", "fields", "sentence"),
    [
        ("jobs.by_id", "[jobs#1]", (), "A change to jobs#1 would make you retry."),
        (
            "jobs.by_creation_time",
            "[all]",
            (),
            "Any insert or change in jobs would make you retry.",
        ),
        (
            "jobs.by_status",
            '[status = "pending"]',
            ("status",),
            'An insert or a change in jobs with status = "pending" would make you retry.',
        ),
        (
            "jobs.by_status",
            '[status = "a, b = c", up to jobs#2]',
            ("status",),
            (
                'A change in jobs with status = "a, b = c", up to jobs#2, would make you retry; an insert '
                "sorts behind it and would not."
            ),
        ),
        (
            "jobs.by_status",
            '[status = "pending", from jobs#9]',
            ("status",),
            (
                'An insert or a change in jobs with status = "pending" that sorts not before jobs#9 would '
                "make you retry."
            ),
        ),
        (
            "events.by_user_and_at",
            '[user = "ada", up to events#3]',
            ("user", "at"),
            (
                'An insert or a change in events with user = "ada" that sorts not after events#3 would make '
                "you retry."
            ),
        ),
        (
            "notes.search_text",
            'the word "x"',
            None,
            'An insert or a change in notes that matches the word "x" would make you retry.',
        ),
    ],
)
def test_the_conflict_surface_is_one_sentence_for_each_range(
    index: str, shown: str, fields: tuple[str, ...] | None, sentence: str
) -> None:
    assert surface_of(index, shown, fields) == sentence
