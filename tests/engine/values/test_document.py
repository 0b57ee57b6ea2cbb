"""What can be stored as a document."""

from __future__ import annotations

from typing import Any

import pytest

from minivex.errors import InvalidDocumentError
from minivex.values.document import (
    DOCUMENT_SIZE_MAX,
    check_document,
    size_with_system_fields,
    with_system_fields,
)
from minivex.values.value import size_bytes

SYSTEM: dict[str, Any] = {"_id": "j" * 32, "_creationTime": 1.0}


def check(document: dict[str, Any]) -> bool:
    """Check a document of which everything is new."""
    return check_document(document, size_bytes(document), document)


def test_a_document_weighs_what_it_holds() -> None:
    fields: dict[str, Any] = {"name": "Al"}
    assert size_bytes({**SYSTEM, **fields}) == 72
    assert size_with_system_fields(size_bytes(fields), SYSTEM["_id"]) == 72


def test_a_flat_document_has_nothing_inside() -> None:
    assert check({**SYSTEM, "name": "Al"})
    assert not check({**SYSTEM, "names": ["Al"]})


def test_a_document_of_one_mebibyte_passes_and_one_byte_more_does_not() -> None:
    # 63 for the system fields, 5 for the name of the field, 2 for the string itself.
    room = DOCUMENT_SIZE_MAX - 63 - len("body") - 1 - 2
    largest = {**SYSTEM, "body": "x" * room}
    assert size_bytes(largest) == DOCUMENT_SIZE_MAX
    check(largest)
    with pytest.raises(InvalidDocumentError) as refused:
        check({**SYSTEM, "body": "x" * (room + 1)})
    assert refused.value.message == "Value is too large (1048577 > maximum size 1 MiB)"


def test_a_document_of_16_levels_passes_and_17_do_not() -> None:
    value: Any = {}
    for level in range(14):
        value = {"a": value} if level % 2 else [value]
    check({"a": value})
    with pytest.raises(InvalidDocumentError) as refused:
        check({"a": [value]})
    assert refused.value.message == (
        "Document is too nested (nested 17 levels deep > maximum nesting 16)"
    )


def test_only_the_system_names_a_field_with_an_underscore() -> None:
    check({**SYSTEM, "a": {"_b": 1}})
    with pytest.raises(InvalidDocumentError) as refused:
        check({"_b": 1})
    assert refused.value.message == (
        "{_b: 1.0} isn't a valid document: Field '_b' starts with an underscore, "
        "which is only allowed for system fields like '_id'"
    )


def test_system_fields_find_their_place() -> None:
    assert list(with_system_fields({}, "x", 1.0)) == ["_creationTime", "_id"]
    assert list(with_system_fields({"a": 1}, "x", 1.0)) == ["_creationTime", "_id", "a"]
    assert list(with_system_fields({"B": 1, "a": 2}, "x", 1.0)) == [
        "B",
        "_creationTime",
        "_id",
        "a",
    ]


def test_a_capital_letter_does_not_hide_a_reserved_name() -> None:
    with pytest.raises(InvalidDocumentError) as refused:
        check({"B": 1, **SYSTEM, "_mine": 1, "a": 2})
    assert "Field '_mine' starts with an underscore" in refused.value.message
