"""A revision knows its keys, and the next one shares their tail."""

from __future__ import annotations

from minivex.index.index_key import Document
from minivex.store.revision import Revision, make_revision
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


def test_a_key_is_kept_while_its_fields_hold_the_same() -> None:
    first = make_revision(USERS, {"_creationTime": 1.0, "_id": "x", "email": "a", "n": 1.5})
    document: Document = {**first.document, "email": "b"}
    second = make_revision(USERS, document, first)
    assert second.keys == make_revision(USERS, document).keys
    by_n = USERS.index("by_n").position
    assert second.keys[by_n] is first.keys[by_n]


def test_keys_that_the_old_revision_lacks_are_made() -> None:
    first = make_revision(USERS, {"_creationTime": 1.0, "_id": "x", "email": "a"})
    older = Revision(first.document, first.keys[:2])
    assert make_revision(USERS, first.document, older).keys == first.keys


def test_a_field_that_goes_is_not_one_that_holds_null() -> None:
    first = make_revision(USERS, {"_creationTime": 1.0, "_id": "x", "email": "a", "n": None})
    document: Document = {"_creationTime": 1.0, "_id": "x", "email": "a"}
    assert make_revision(USERS, document, first).keys == make_revision(USERS, document).keys
