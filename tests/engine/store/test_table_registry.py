"""Table numbers, prefixes of ids, and the indexes that every table has."""

from __future__ import annotations

import pytest

from minivex.errors import IndexNotFoundError
from minivex.store.revision import make_revision
from minivex.store.table_registry import AUTOMATIC, IndexState, Slot, Table, TableRegistry
from minivex.values.ids import encode_id
from tests.engine.small_backend import SCHEMA, new_backend, user_tables


def test_tables_of_the_schema_are_numbered_by_name() -> None:
    registry = TableRegistry.of_schema(SCHEMA)
    assert user_tables(registry) == {"posts": 10_001, "users": 10_002}
    assert user_tables(TableRegistry.of_schema(None)) == {}


def test_every_table_has_two_indexes_before_its_own() -> None:
    users = TableRegistry.of_schema(SCHEMA).by_name["users"]
    assert [index.name for index in users.indexes] == [
        "users.by_id",
        "users.by_creation_time",
        "users.by_email",
        "users.by_n",
    ]
    assert users.by_id.key_fields == ("_id",)
    assert users.index("by_email").key_fields == ("email", "_creationTime", "_id")
    assert repr(users) == "Table(users, 10002)"
    assert repr(users.by_id) == "Index(users.by_id)"


def test_an_id_leads_to_its_table_without_decoding() -> None:
    registry = TableRegistry.of_schema(SCHEMA)
    for number in range(200):
        registry = registry.with_tables([registry.new_table(f"t{number}")])
    for table in registry.by_name.values():
        candidates = registry.candidates(encode_id(table.number, b"\xff" * 16))
        assert table in candidates
        assert len(candidates) <= 2
    assert registry.candidates("zzz") == ()


def test_a_table_names_its_indexes_beside_the_text_about_one_that_it_lacks() -> None:
    users = TableRegistry.of_schema(SCHEMA).by_name["users"]
    for find in (users.index, users.text_index):
        with pytest.raises(IndexNotFoundError) as caught:
            find("by_mail")
        assert caught.value.message == "Index users.by_mail not found."
        assert caught.value.__notes__ == [
            "Indexes of users: by_id, by_creation_time, by_email, by_n."
        ]


def test_an_index_that_is_not_enabled_says_what_it_waits_for() -> None:
    slots = [
        *AUTOMATIC,
        Slot("by_n", ("n",), IndexState.BACKFILLING),
        Slot("by_m", ("m",), IndexState.STAGED),
    ]
    table = Table("users", 10_001, None, slots)
    for label, state in (("by_n", "backfilling"), ("by_m", "staged")):
        with pytest.raises(IndexNotFoundError, match=f"is currently {state} and not available"):
            table.index(label)


def test_each_index_by_itself_makes_the_key_that_a_revision_has_for_it() -> None:
    backend = new_backend()
    backend.load("users", [{"email": "ada@example.com", "n": 1}])
    users = backend.snapshots.latest.registry.by_name["users"]
    (document,) = backend.documents("users")
    revision = make_revision(users, document)
    alone = [index.key_of(document, revision.keys[1]) for index in users.indexes]
    assert alone == list(revision.keys)
