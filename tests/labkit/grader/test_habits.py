"""What somebody is told whose Python is still TypeScript."""

import pytest

from labkit.grader.sandbox import LearnerFailure, Source, load

SCHEMA = "from minivex import define_schema, define_table, v\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "row = {'stock': 1}\nrow.stock",
            'A document is a dict: write ["stock"] instead of .stock.',
        ),
        ("rows = []\nrows.length", "The number of rows is len(rows)."),
        ("rows = []\nrows.push(1)", "A list grows by rows.append(row)."),
        ("done = true", "In Python it is True."),
        ("console.log(1)", "Write print(…)."),
        ("async def f():\n    yield 1\nlist(f())", "Write square ones"),
        ("Date.now()", "The time, in milliseconds since 1970, is ctx.now()."),
        ("row = None\nrow['name']", "get, first and unique give None when there is none."),
        ("id = 'j57'\nid['_id']", "If it is an id, as insert returns one, read the document"),
        ("rows = []\nrows['name']", "Take one of its documents, rows[0]"),
        (SCHEMA + "define_table({}).searchIndex('by_text')", "In Python it is search_index."),
    ],
)
def test_a_habit_of_typescript_is_told_what_to_write(text: str, said: str) -> None:
    with pytest.raises(LearnerFailure) as failure:
        load(Source("answer.py", text), "answer")
    assert said in failure.value.error.message


@pytest.mark.parametrize(
    "text",
    [
        "class Row:\n    pass\nRow().stock",
        "raise AttributeError('stock')",
        "raise TypeError('no')",
        "unknown",
        "class Odd(AttributeError):\n    name = obj = property(lambda self: 1 / 0)\nraise Odd('stock')",
    ],
)
def test_any_other_error_is_left_as_it_is(text: str) -> None:
    with pytest.raises(LearnerFailure) as failure:
        load(Source("answer.py", text), "answer")
    assert "rite" not in failure.value.error.message
