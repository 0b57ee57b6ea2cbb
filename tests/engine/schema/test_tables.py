"""Tables, and the schema that they make."""

from __future__ import annotations

from typing import Any

import pytest

from minivex.errors import DefinitionError, SchemaValidationError
from minivex.schema.tables import IndexDefinition, Schema, define_schema, define_table
from minivex.schema.validators import v
from minivex.values.value import Value


def jobs() -> Any:
    return define_table({"status": v.string(), "owner": v.optional(v.string())})


def test_a_table_keeps_its_indexes_in_the_order_they_were_declared() -> None:
    table = jobs().index("by_status", ["status"]).index("by_owner", ["owner", "status"])
    assert list(table.indexes) == ["by_status", "by_owner"]
    assert table.indexes["by_owner"] == IndexDefinition("by_owner", ("owner", "status"))


def test_a_staged_index_is_kept_apart() -> None:
    table = jobs().index("by_status", ["status"]).index("by_owner", ["owner"], staged=True)
    assert list(table.indexes) == ["by_status"]
    assert list(table.staged_indexes) == ["by_owner"]
    exported = table.to_json()
    assert exported["indexes"] == [{"indexDescriptor": "by_status", "fields": ["status"]}]
    assert exported["stagedDbIndexes"] == [{"indexDescriptor": "by_owner", "fields": ["owner"]}]


@pytest.mark.parametrize("fields", ["status", [1], ["status", None]])
def test_an_index_takes_a_list_of_names(fields: Any) -> None:
    with pytest.raises(DefinitionError, match=r"Write \.index\('by_status', \[\"field\"\]\)\."):
        jobs().index("by_status", fields)


def test_a_table_may_be_a_validator() -> None:
    assert define_table(v.any()).validator.kind == "any"
    with pytest.raises(DefinitionError, match=r"^define_table\(\) takes a dict"):
        define_table(5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"2users": jobs()}, 'Invalid table name: "2users". Identifiers must start with a letter'),
        ({"": jobs()}, 'Invalid table name: "".'),
        ({"_mine": jobs()}, "_mine is a reserved table name."),
        ({"t": define_table(v.string())}, "The document validator in a schema must be an object"),
        ({"t": jobs().index("by_x", ["x"])}, 'In table "t" the index "by_x" is invalid because'),
        ({"t": {"a": v.null()}}, "define_schema(): table \"t\" is {'a': v.null()}. Use define_t"),
    ],
    ids=str,
)
def test_a_schema_that_no_push_takes_is_refused(tables: Any, message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        define_schema(tables)
    assert refused.value.message.startswith(message)


SCHEMA = define_schema(
    {"jobs": jobs().index("by_status", ["status"]), "notes": define_table(v.any())}
)


def test_a_document_is_checked_without_its_system_fields() -> None:
    document: dict[str, Value] = {"_id": "x", "_creationTime": 1.0, "status": "new"}
    SCHEMA.check_document(document, table="jobs")
    SCHEMA.check_document({"_id": "x", "status": "new"}, table="jobs")
    with pytest.raises(SchemaValidationError) as refused:
        SCHEMA.check_document({**document, "status": 1}, table="jobs")
    assert refused.value.table == "jobs"
    assert refused.value.body == (
        "Value does not match validator.\nPath: .status\nValue: 1.0\nValidator: v.string()"
    )
    assert (
        str(refused.value)
        == refused.value.message
        == (
            'Failed to insert or update a document in table "jobs" because it does not match '
            f"the schema: {refused.value.body}"
        )
    )


def test_a_printed_document_has_no_system_fields() -> None:
    with pytest.raises(SchemaValidationError, match=r"Object: \{extra: 1\.0, status: \"\"\}"):
        SCHEMA.check_document({"_id": "x", "status": "", "extra": 1}, table="jobs")


def test_declared_system_fields_are_ignored() -> None:
    declared = define_table({"_id": v.id("t"), "_creationTime": v.number(), "a": v.null()})
    define_schema({"t": declared}).check_document({"a": None}, table="t")
    union = define_table(v.union(v.object({"_id": v.id("t"), "a": v.null()})))
    define_schema({"t": union}).check_document({"a": None}, table="t")


def test_an_undeclared_table_takes_any_document() -> None:
    SCHEMA.check_document({"anything": 1}, table="elsewhere")


def test_a_schema_may_leave_documents_unchecked() -> None:
    schema = define_schema({"jobs": jobs()}, schema_validation=False)
    schema.check_document({"status": 1}, table="jobs")
    assert not schema.is_enforced
    assert schema.to_json()["schemaValidation"] is False


def test_the_validator_of_a_whole_document_has_the_system_fields() -> None:
    assert str(SCHEMA.doc("jobs")) == (
        'v.object({_creationTime: v.float64(), _id: v.id("jobs"), '
        "owner: v.optional(v.string()), status: v.string()})"
    )
    assert str(SCHEMA.doc("notes")) == "v.any()"
    assert str(SCHEMA.id("jobs")) == 'v.id("jobs")'
    union = Schema({"u": define_table(v.union(v.object({}), v.any()))})
    assert str(union.doc("u")) == (
        'v.union(v.object({_creationTime: v.float64(), _id: v.id("u")}), v.any())'
    )


def test_documents_that_are_no_objects_have_no_whole_document() -> None:
    schema = Schema({"s": define_table(v.string())})
    with pytest.raises(DefinitionError) as refused:
        schema.doc("s")
    assert refused.value.message == (
        'Invalid validator for table "s": a table\'s documents must be objects, or a union of '
        "objects (see https://docs.convex.dev/database/schemas)"
    )


def test_the_export_is_the_one_of_the_package() -> None:
    schema = define_schema({"t": define_table({"a": v.null()}).index("by_a", ["a"])})
    assert schema.to_json() == {
        "tables": [
            {
                "tableName": "t",
                "indexes": [{"indexDescriptor": "by_a", "fields": ["a"]}],
                "stagedDbIndexes": [],
                "searchIndexes": [],
                "stagedSearchIndexes": [],
                "vectorIndexes": [],
                "stagedVectorIndexes": [],
                "documentType": {
                    "type": "object",
                    "value": {"a": {"fieldType": {"type": "null"}, "optional": False}},
                },
            }
        ],
        "schemaValidation": True,
    }


def test_a_table_that_is_not_there_is_told_with_those_that_are() -> None:
    for ask in (SCHEMA.doc, SCHEMA.id):
        with pytest.raises(DefinitionError) as refused:
            ask("nope")
        assert refused.value.message == (
            'Table "nope" is not in this schema. Tables in this schema: jobs, notes'
        )
