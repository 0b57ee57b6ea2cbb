"""What the key of a document is made of."""

from __future__ import annotations

from minivex.index.index_key import Document, compile_key, document_tail, field_at, id_key
from minivex.values.order import encode_key
from minivex.values.value import UNDEFINED

DOCUMENT: Document = {
    "_creationTime": 5.0,
    "_id": "j57000820c20a1g7104gm2rc1m70ynr8",
    "a": 1.0,
    "b": {"c": None, "d": 2.0},
}


def test_a_key_is_the_fields_then_creation_time_then_id() -> None:
    key_of = compile_key(["a", "b.c"])
    tail = document_tail(DOCUMENT)
    assert key_of(DOCUMENT, tail) == encode_key([1.0, None, 5.0, DOCUMENT["_id"]])
    assert tail == compile_key([])(DOCUMENT, tail)
    assert tail.endswith(id_key(str(DOCUMENT["_id"])))


def test_inv18_a_missing_field_has_the_key_of_undefined() -> None:
    key_of = compile_key(["x", "b.x", "a.x"])
    expected = encode_key([UNDEFINED, UNDEFINED, UNDEFINED])
    assert key_of(DOCUMENT, b"") == expected


def test_a_path_leads_through_objects_only() -> None:
    assert field_at(DOCUMENT, ("b", "d")) == 2.0
    assert field_at(DOCUMENT, ("a", "d")) is UNDEFINED
    assert field_at(DOCUMENT, ()) == DOCUMENT


def test_a_field_name_is_quoted_in_the_generated_code() -> None:
    assert compile_key(["if"])({"if": True}, b"") == encode_key([True])
