"""Text and vector indexes of a schema: what a push takes and refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minivex.errors import DefinitionError
from minivex.schema.tables import TableDefinition, define_schema, define_table
from minivex.schema.validators import v

FIELDS = {"body": v.string(), "e": v.array(v.number()), "cat": v.object({"n": v.number()})}


def table() -> TableDefinition:
    return define_table(FIELDS)


def test_indexes_are_exchanged_as_json() -> None:
    json = (
        table()
        .search_index("s", search_field="body", filter_fields=["cat.n"])
        .search_index("later", search_field="body", staged=True)
        .vector_index("near", vector_field="e", dimensions=3, filter_fields=["body"])
        .vector_index("soon", vector_field="e", dimensions=4, staged=True)
        .to_json()
    )
    assert json["searchIndexes"] == [
        {"indexDescriptor": "s", "searchField": "body", "filterFields": ["cat.n"]}
    ]
    assert json["stagedSearchIndexes"] == [
        {"indexDescriptor": "later", "searchField": "body", "filterFields": []}
    ]
    near = {"vectorField": "e", "dimensions": 3, "filterFields": ["body"]}
    assert json["vectorIndexes"] == [{"indexDescriptor": "near", **near}]
    soon = {"vectorField": "e", "dimensions": 4, "filterFields": []}
    assert json["stagedVectorIndexes"] == [{"indexDescriptor": "soon", **soon}]


@pytest.mark.parametrize(
    ("declare", "message"),
    [
        (lambda t: t.search_index("s", search_field="gone"), "references the field gone that does"),
        (lambda t: t.search_index("s", search_field="a-b"), 'Invalid index field: "a-b"'),
        (lambda t: t.search_index("s", search_field="_id"), "Reserved fields"),
        (lambda t: t.search_index("by_id", search_field="body"), "the name is reserved"),
        (
            lambda t: t.search_index("s", search_field="body", filter_fields=["e", "e"]),
            "Duplicate field e",
        ),
        (
            lambda t: t.index("s", ["body"]).search_index("s", search_field="body"),
            'two or more definitions of index "s"',
        ),
        (
            lambda t: t.vector_index("n", vector_field="e", dimensions=1),
            "Dimensions 1 must be between 2 and 4096.",
        ),
        (lambda t: t.vector_index("n", vector_field="e", dimensions=4097), "Dimensions 4097"),
        (lambda t: t.vector_index("n", vector_field="e", dimensions=2.5), "Dimensions 2.5"),
    ],
)
def test_an_index_that_cannot_be_is_refused(
    declare: Callable[[TableDefinition], TableDefinition], message: str
) -> None:
    with pytest.raises(DefinitionError, match=message):
        define_schema({"t": declare(table())})


@pytest.mark.parametrize(
    ("declare", "message"),
    [
        (
            lambda t, fields: t.search_index("s", search_field="body", filter_fields=fields),
            "Search indexes may have up to 16 filter fields.",
        ),
        (
            lambda t, fields: t.vector_index(
                "n", vector_field="body", dimensions=2, filter_fields=fields
            ),
            "Vector indexes may have up to 16 filter fields.",
        ),
    ],
)
def test_inv75_the_seventeenth_filter_field_is_refused(
    declare: Callable[[TableDefinition, list[str]], TableDefinition], message: str
) -> None:
    names = [f"f{number}" for number in range(17)]
    fields = {"body": v.any(), **dict.fromkeys(names, v.any())}
    define_schema({"t": declare(define_table(fields), names[:16])})
    with pytest.raises(DefinitionError, match=message):
        define_schema({"t": declare(define_table(fields), names)})


def test_all_kinds_of_indexes_count_towards_the_number_of_a_table() -> None:
    full = define_table({"body": v.any(), **{f"f{number}": v.any() for number in range(64)}})
    for number in range(63):
        full.index(f"by_{number}", [f"f{number}"])
    define_schema({"t": full.search_index("s", search_field="body")})
    with pytest.raises(DefinitionError, match="cannot have more than 64 indexes"):
        define_schema({"t": full.search_index("s2", search_field="body")})
