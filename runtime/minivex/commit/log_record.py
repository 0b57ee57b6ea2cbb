"""One record of a log: a commit, or a whole database, as Convex JSON.

::

    {"kind": "commit",            or "snapshot", which says all there is at ts
     "ts": {"$integer": …},
     "writer": {"label": "call", "path": "jobs:claim"},
     "tables": {"jobs": 10001},   tables that are new, with their numbers
     "documents": [["jobs", "k17…", {…}], ["jobs", "k57…", null]]}     null: deleted

System tables are among them: scheduled functions, files and resent mutations come back too.

Source: convex-backend crates/common/src/document.rs (DocumentLogEntry).
"""

from __future__ import annotations

import json
from typing import Any, Literal, NamedTuple, TypeAlias

from minivex.commit.write_log import LogEntry
from minivex.index.index_key import Document
from minivex.store.snapshot import Snapshot
from minivex.values.value import Int64
from minivex.values.wire import from_json, frozen_to_json

__all__ = ["LogRecord", "encode_commit", "encode_snapshot", "read_record"]

_Kind: TypeAlias = Literal["commit", "snapshot"]
_Row: TypeAlias = tuple[str, str, Document | None]


class LogRecord(NamedTuple):
    """What one record says: tables that are new, and documents as they are from ``ts`` on."""

    ts: int
    tables: dict[str, int]
    documents: list[_Row]


def encode_commit(entry: LogEntry) -> bytes:
    """The record of a commit.

    Cost: O(bytes of the documents written).
    """
    rows: list[_Row] = []
    for table, old, new in entry.changes:
        revision = new or old
        assert revision is not None, "a change changes something"
        id = str(revision.document["_id"])
        rows.append((table.name, id, None if new is None else new.document))
    tables = {table.name: table.number for table in entry.new_tables}
    writer = {"label": entry.writer_label, "path": entry.writer_path}
    return _encode("commit", LogRecord(entry.ts, tables, rows), writer)


def encode_snapshot(snapshot: Snapshot) -> bytes:
    """The record of all that is in a snapshot.

    Cost: O(bytes of all documents).
    """
    registry = snapshot.registry
    rows: list[_Row] = [
        (name, str(revision.document["_id"]), revision.document)
        for name, maps in snapshot.maps.items()
        for revision in maps[0].slice()[1]
    ]
    tables = {
        name: number
        for name, number in registry.numbers.items()
        if not registry.by_name[name].is_system
    }
    return _encode("snapshot", LogRecord(snapshot.ts, tables, rows), None)


def _encode(kind: _Kind, record: LogRecord, writer: dict[str, str | None] | None) -> bytes:
    content = {
        "kind": kind,
        "ts": frozen_to_json(Int64(record.ts)),
        "writer": writer,
        "tables": record.tables,
        "documents": [
            [table, id, None if document is None else frozen_to_json(document)]
            for table, id, document in record.documents
        ],
    }
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()


def read_record(payload: bytes) -> LogRecord:
    """What a record says; a number is an ``int`` or a ``float`` as it was written."""
    content = json.loads(payload, object_hook=_read_object)
    rows = [(table, id, document) for table, id, document in content["documents"]]
    return LogRecord(content["ts"].value, content["tables"], rows)


def _read_object(content: dict[str, Any]) -> Any:
    """The value of one of the special forms of Convex JSON; any other object is itself."""
    is_special = len(content) == 1 and next(iter(content)).startswith("$")
    return from_json(content) if is_special else content
