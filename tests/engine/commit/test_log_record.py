"""Commits and snapshots as text, and back."""

from __future__ import annotations

import json
from typing import Any

from minivex import Backend, Int64
from minivex.commit.log_record import LogRecord, encode_commit, encode_snapshot, read_record
from tests.engine.small_backend import mutate

VALUES = {
    "bytes": b"\0\xff",
    "deep": [[[{"a": [{}]}]]],
    "float": 1.0,
    "int": 1,
    "int64": Int64(-(2**63)),
    "minus": -0.0,
    "nan": float("nan"),
    "null": None,
    "text": 'zero \0, quote " and ü',
    "true": True,
}


def test_a_commit_says_what_is_new_what_changed_and_what_is_gone() -> None:
    backend = Backend()
    first, second = backend.load("jobs", [{"n": 1}, {"n": 2}])

    async def change(ctx: Any) -> None:
        await ctx.db.delete(first)
        await ctx.db.patch(second, {"n": 3})
        await ctx.db.insert("users", {})

    mutate(backend, change)
    payload = encode_commit(backend.write_log.entries[-1])
    assert json.loads(payload)["kind"] == "commit"
    assert json.loads(payload)["writer"] == {"label": "call", "path": "m:change"}
    (user,) = backend.documents("users")
    (job,) = backend.documents("jobs")
    rows = [("jobs", first, None), ("jobs", second, job), ("users", str(user["_id"]), user)]
    assert read_record(payload) == LogRecord(backend.latest_ts, {"users": 10_002}, rows)


def test_every_value_comes_back_as_it_was() -> None:
    backend = Backend()
    backend.load("values", [VALUES])
    payload = encode_commit(backend.write_log.entries[-1])
    assert 0 not in payload
    (row,) = read_record(payload).documents
    assert repr(row[2]) == repr(backend.documents("values")[0])


def test_a_snapshot_says_all_there_is() -> None:
    backend = Backend()
    (id,) = backend.load("jobs", [{"n": 1}])
    backend.load("users", [{}])
    payload = encode_snapshot(backend.snapshots.latest)
    assert json.loads(payload)["kind"] == "snapshot"
    assert json.loads(payload)["writer"] is None
    record = read_record(payload)
    assert record.ts == backend.latest_ts
    assert record.tables == {"jobs": 10_001, "users": 10_002}
    assert record.documents[0] == ("jobs", id, backend.documents("jobs")[0])
    assert [row[0] for row in record.documents] == ["jobs", "users"]
