"""A revision knows its keys, and the next one shares their tail."""

from __future__ import annotations

from minivex.index.index_key import Document
from minivex.store.revision import make_revision
from minivex.store.table_registry import TableRegistry
from tests.engine.small_backend import SCHEMA

USERS = TableRegistry.of_schema(SCHEMA).by_name["users"]


def test_keys_follow_the_indexes_of_the_table() -> None:
    first = make_revision(USERS, {"_creationTime": 1.0, "_id": "x", "email": "a"})
    assert len(first.keys) == len(USERS.indexes)
    assert all(key.endswith(first.keys[1]) for key in first.keys[1:])
    assert first.keys[1].endswith(first.keys[0])


def test_an_old_revision_gives_the_same_keys_as_none() -> None:
    first = make_revision(USERS, {"_creationTime": 1.0, "_id": "x", "email": "a"})
    document: Document = {"_creationTime": 1.0, "_id": "x", "email": "b"}
    assert make_revision(USERS, document, first).keys == make_revision(USERS, document).keys
