"""What the log remembers, and for how long."""

from __future__ import annotations

import pytest

from minivex.commit import write_log
from minivex.commit.write_log import LogEntry, WriteLog
from minivex.txn.read_set import ReadSet, after_key
from tests.engine.small_backend import new_backend


def entry(ts: int) -> LogEntry:
    return LogEntry(ts, None, None, (), ())


def test_it_gives_back_what_came_after() -> None:
    log = WriteLog(0)
    for ts in (2, 4, 6):
        log.append(entry(ts))
    assert [found.ts for found in log.after(3)] == [4, 6]
    assert [found.ts for found in log.after(4)] == [6]
    assert log.after(6) == []


def test_it_forgets_the_oldest_commits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_log, "ENTRIES_MAX", 3)
    log = WriteLog(0)
    for ts in range(1, 8):
        log.append(entry(ts))
    assert [found.ts for found in log.entries] == [4, 5, 6, 7]
    assert log.floor_ts == 3
    assert [found.ts for found in log.after(5)] == [6, 7]


def test_old_readers_find_the_same_conflict_as_one_by_one() -> None:
    backend = new_backend()
    names = [f"u{number:03d}" for number in range(600)]
    for name in names:
        backend.load("users", [{"email": name}])
    log = backend.write_log
    table = log.entries[0].changes[0].table
    for began in (0, 5, 16, 250, 256, 300, 590):
        after_ts = log.entries[began].ts
        for number in (0, began, began + 1, 255, 256, 511, 599):
            reads = ReadSet()
            revision = log.entries[number].changes[0].new
            assert revision is not None
            for index in table.indexes:
                key = revision.keys[index.position]
                reads.record(index, key, after_key(key))
            found = log.first_conflict(reads, after_ts)
            expected = log.entries[number].ts if number > began else None
            assert (found and found.write_ts) == expected


def test_an_entry_names_the_writer_and_every_change() -> None:
    backend = new_backend()
    backend.load("users", [{"email": "a"}, {"email": "b"}])
    (found,) = backend.write_log.entries
    assert (found.ts, found.writer_label, found.writer_path) == (backend.latest_ts, None, None)
    assert [change.table.name for change in found.changes] == ["users", "users"]
