"""A conflict names who won, and giving up says what users of Convex see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from minivex.errors import (
    ConflictingRead,
    OptimisticConcurrencyConflict,
    OptimisticConcurrencyControlFailure,
    SystemConflictFailure,
    canonical_path,
)


@dataclass(frozen=True)
class Range:
    start: bytes = b"a"
    end: bytes | None = None


def conflict(**changes: Any) -> ConflictingRead:
    fields: dict[str, Any] = {
        "index": "counters.by_id",
        "table": "counters",
        "id": "k17",
        "writer_label": "b",
        "writer_path": "counters:add",
        "read_ts": 7,
        "write_ts": 9,
        "interval": Range(),
    }
    return ConflictingRead(**fields | changes)


def test_a_conflict_names_the_write_that_came_between() -> None:
    read = conflict()
    error = OptimisticConcurrencyConflict(read)
    assert error.read is read
    assert str(error) == (
        "counters:add changed 'k17' in index 'counters.by_id' at ts 9, "
        "after this transaction read it at ts 7"
    )
    from_outside = conflict(writer_path=None, writer_label=None)
    assert str(OptimisticConcurrencyConflict(from_outside)).startswith("a write from outside")


BEGIN = (
    'Documents read from or written to the "counters" table changed while this mutation was '
    "being run and on every subsequent retry."
)


END = "See https://docs.convex.dev/error#1"


@pytest.mark.parametrize(
    ("writer", "text"),
    [
        (
            "counters:add",
            f'{BEGIN} Another call to this mutation changed the document with ID "k17". {END}',
        ),
        (
            "counters:reset",
            f'{BEGIN} A call to "counters.js:reset" changed the document with ID "k17". {END}',
        ),
        (None, f"{BEGIN} {END}"),
    ],
)
def test_giving_up_says_what_convex_says(writer: str | None, text: str) -> None:
    read = conflict(writer_path=writer)
    error = OptimisticConcurrencyControlFailure("counters:add", read)
    assert str(error) == error.message == text
    assert (error.path, error.read) == ("counters:add", read)


def test_giving_up_over_a_system_table_says_something_else() -> None:
    error = SystemConflictFailure("counters:add", conflict(table="_tables"))
    assert (
        str(error)
        == error.message
        == (
            "Data read or written in this mutation changed while it was being run. Consider reducing "
            "the amount of data read by using indexed queries with selective index range expressions "
            "(https://docs.convex.dev/database/indexes/)."
        )
    )
    assert error.code == OptimisticConcurrencyControlFailure.code


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("messages:send", "messages.js:send"),
        ("messages", "messages.js:default"),
        ("a/b:c", "a/b.js:c"),
        ("messages.js:send", "messages.js:send"),
    ],
)
def test_a_path_is_spelled_with_the_file(path: str, canonical: str) -> None:
    assert canonical_path(path) == canonical
