"""A digest says whether a run of commits has changed a key inside what was read."""

from __future__ import annotations

from typing import Any

from minivex.commit.log_digest import LogDigest
from minivex.index.interval import Interval, IntervalSet
from minivex.store.revision import make_revision
from minivex.store.snapshot_manager import Change
from minivex.store.table_registry import Table

USERS = Table("users", 10_001, None)


def user(id: str) -> Any:
    return make_revision(USERS, {"_creationTime": 1.0, "_id": id})


def reads(table: str, position: int, start: bytes, end: bytes | None) -> Any:
    return {table: [(position, f"{table}.x", IntervalSet([Interval(start, end)]))]}


def test_old_and_new_keys_both_count() -> None:
    old, new = user("b"), user("d")
    digest = LogDigest([[Change(USERS, old, None)], [Change(USERS, None, new)]])
    for revision in (old, new):
        key = revision.keys[0]
        assert digest.touches(reads("users", 0, key, key + b"\0"))
    assert not digest.touches(reads("users", 0, old.keys[0] + b"\0", new.keys[0]))
    assert digest.touches(reads("users", 0, old.keys[0] + b"\0", None))


def test_other_tables_and_no_reads_are_untouched() -> None:
    digest = LogDigest([[Change(USERS, None, user("b"))]])
    assert not digest.touches(reads("jobs", 0, b"", None))
    assert not digest.touches({})


def test_an_index_that_the_run_does_not_know_is_looked_at_closely() -> None:
    digest = LogDigest([[Change(USERS, None, user("b"))]])
    assert digest.touches(reads("users", 7, b"", b"a"))
