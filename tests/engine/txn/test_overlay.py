"""Own writes laid over rows: taken out, put back, moved, cut."""

from __future__ import annotations

import pytest

from minivex.index.index_key import Document
from minivex.index.interval import EVERYTHING, Interval
from minivex.store.revision import Revision, make_revision
from minivex.store.snapshot_manager import Change
from minivex.store.table_registry import TableRegistry
from minivex.txn.overlay import overlay
from tests.engine.small_backend import SCHEMA

USERS = TableRegistry.of_schema(SCHEMA).by_name["users"]
BY_EMAIL = USERS.index("by_email")


def row(id: str, email: str) -> Revision:
    document: Document = {"_creationTime": 1.0, "_id": id, "email": email}
    return make_revision(USERS, document)


ROWS = [row("1", "a"), row("2", "c"), row("3", "e"), row("4", "g")]
PENDING = {
    "0": Change(USERS, None, row("0", "b")),
    "2": Change(USERS, ROWS[1], row("2", "f")),
    "3": Change(USERS, ROWS[2], None),
}


def seen(limit: int | None, interval: Interval, *, is_reverse: bool) -> str:
    position = BY_EMAIL.position
    found = [r for r in ROWS if interval.covers(r.keys[position])]
    if is_reverse:
        found.reverse()
    rows = ([r.keys[position] for r in found], found)
    keys, revisions = overlay(rows, PENDING, BY_EMAIL, interval, limit, is_reverse=is_reverse)
    assert keys == [r.keys[position] for r in revisions]
    return "".join(str(r.document["email"]) for r in revisions)


@pytest.mark.parametrize("limit", [None, 0, 1, 2, 3, 9])
def test_pending_changes_are_applied_in_both_directions(limit: int | None) -> None:
    assert seen(limit, EVERYTHING, is_reverse=False) == "abfg"[:limit]
    assert seen(limit, EVERYTHING, is_reverse=True) == "gfba"[:limit]


def test_a_change_outside_the_interval_stays_outside() -> None:
    interval = Interval(ROWS[1].keys[BY_EMAIL.position], ROWS[3].keys[BY_EMAIL.position])
    assert seen(None, interval, is_reverse=False) == "f"
