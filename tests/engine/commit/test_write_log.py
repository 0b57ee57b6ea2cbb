"""What the log remembers, and for how long."""

from __future__ import annotations

import pytest

from minivex.commit import write_log
from minivex.commit.write_log import LogEntry, WriteLog
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


def test_an_entry_names_the_writer_and_every_change() -> None:
    backend = new_backend()
    backend.load("users", [{"email": "a"}, {"email": "b"}])
    (found,) = backend.write_log.entries
    assert (found.ts, found.writer_label, found.writer_path) == (backend.latest_ts, None, None)
    assert [change.table.name for change in found.changes] == ["users", "users"]
