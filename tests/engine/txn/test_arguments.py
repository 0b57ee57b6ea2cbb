"""What the methods of ``ctx.db`` accept."""

from __future__ import annotations

import pytest

from minivex import UNDEFINED
from minivex.errors import InvalidArgumentError, InvalidDocumentError
from minivex.txn.arguments import (
    check_system_fields,
    check_table_name,
    document_fields,
    not_an_id,
    patch_fields,
    system_fields,
)
from minivex.txn.write_set import WriteSet


def test_a_patch_sets_some_fields_and_removes_others() -> None:
    assert patch_fields({"b": 1, "a": UNDEFINED}, WriteSet()) == ({"b": 1}, 13, ["a"])
    wrongs: list[object] = [None, UNDEFINED, [], "x"]
    for wrong in wrongs:
        with pytest.raises(InvalidArgumentError):
            patch_fields(wrong, WriteSet())


def test_a_document_is_an_object() -> None:
    assert document_fields("insert", {"b": 1, "a": UNDEFINED}, WriteSet()) == ({"b": 1}, 13)
    with pytest.raises(InvalidDocumentError, match=r"^5\.0 isn't a valid document: Value must"):
        document_fields("insert", 5, WriteSet())
    with pytest.raises(InvalidArgumentError, match="arg 2 `value` to `replace`"):
        document_fields("replace", UNDEFINED, WriteSet())


def test_system_fields_may_only_repeat_what_is() -> None:
    assert system_fields({"_id": "x", "_creationTime": 5.0, "a": 1}) == ("x", 5.0)
    check_system_fields({"_id": "x", "_creationTime": 5}, "x", 5.0)
    with pytest.raises(InvalidDocumentError) as caught:
        check_system_fields({"_id": "y"}, "x", 5.0)
    assert caught.value.message == "Provided document ID x doesn't match '_id' field \"y\""


def test_names_of_tables_and_ids_are_text() -> None:
    check_table_name("users")
    with pytest.raises(InvalidArgumentError, match="arg 1 `table`"):
        check_table_name(5)
    assert not_an_id("get", UNDEFINED).message == "Must provide arg 1 `id` to `get`"
