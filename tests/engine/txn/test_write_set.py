"""What the write set keeps, gives back and forgets."""

from __future__ import annotations

from minivex.store.revision import make_revision
from minivex.store.table_registry import TableRegistry
from minivex.txn.write_set import WriteSet
from tests.engine.small_backend import SCHEMA

USERS = TableRegistry.of_schema(SCHEMA).by_name["users"]
FIRST, SECOND = (
    make_revision(USERS, {"_creationTime": 1.0, "_id": "x", "email": email}) for email in "ab"
)


def test_inv32_several_writes_to_one_document_are_one_change() -> None:
    writes = WriteSet()
    assert not writes
    writes.stage(USERS, "x", None, FIRST)
    writes.stage(USERS, "x", FIRST, SECOND)
    assert writes
    assert [tuple(change) for change in writes.changes()] == [(USERS, None, SECOND)]
    writes.stage(USERS, "x", SECOND, None)
    assert writes.changes() == []
    assert writes


def test_a_rollback_undoes_what_came_after_the_mark() -> None:
    writes = WriteSet()
    writes.stage(USERS, "x", FIRST, SECOND)
    mark = writes.begin_nested()
    writes.stage(USERS, "x", SECOND, None)
    writes.stage(USERS, "y", None, FIRST)
    writes.new_tables += (USERS,)
    writes.rollback(mark)
    change = writes.get("users", "x")
    assert change is not None
    assert change.new is SECOND
    assert writes.get("users", "y") is None
    assert writes.get("posts", "y") is None
    assert writes.new_tables == ()


def test_a_table_without_writes_has_none() -> None:
    writes = WriteSet()
    assert writes.of_table("users") is None
    mark = writes.begin_nested()
    writes.stage(USERS, "x", None, FIRST)
    assert set(writes.of_table("users") or ()) == {"x"}
    writes.rollback(mark)
    assert writes.of_table("users") is None
    assert not writes
