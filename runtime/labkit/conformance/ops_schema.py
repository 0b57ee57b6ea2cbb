"""Ops about a schema alone: defining it, exporting it, and the validators it gives."""

# ruff: noqa: D103 - a function is named like the op, or the misuse, that it answers

from __future__ import annotations

from typing import Any

from labkit.conformance.notation import ScenarioError
from labkit.conformance.registry import Step, World, answers, required
from minivex.schema.tables import Schema, TableDefinition, define_schema, define_table
from minivex.schema.validator_json import validator_from_json

KNOWN = {"validator", "indexes", "searchIndexes", "vectorIndexes"}


def tables_of(schema: Any) -> dict[str, TableDefinition]:
    """The tables that a scenario's ``schema`` declares."""
    if not isinstance(schema, dict) or not isinstance(schema.get("tables"), dict):
        raise ScenarioError(f"{schema!r:.80} is no schema")
    return {name: _table(declared) for name, declared in schema["tables"].items()}


def _table(declared: dict[str, Any]) -> TableDefinition:
    if unknown := sorted(declared.keys() - KNOWN):
        raise ScenarioError(f"a table has no {', '.join(unknown)}")
    table = define_table(validator_from_json(required(declared, "validator")))
    for name, fields in declared.get("indexes", ()):
        table.index(name, fields)
    for index in declared.get("searchIndexes", ()):
        table.search_index(
            index["name"],
            search_field=index["searchField"],
            filter_fields=index.get("filterFields", ()),
        )
    for index in declared.get("vectorIndexes", ()):
        table.vector_index(
            index["name"],
            vector_field=index["vectorField"],
            dimensions=index["dimensions"],
            filter_fields=index.get("filterFields", ()),
        )
    return table


@answers("open_schema")
def open_schema(_: World, step: Step) -> object:
    schema = required(step, "schema")
    define_schema(tables_of(schema), schema_validation=schema.get("schemaValidation", True))
    return "accepted"


@answers("schema_export", is_plain=True)
def schema_export(_: World, step: Step) -> object:
    schema = required(step, "schema")
    is_enforced = schema.get("schemaValidation", True)
    return Schema(tables_of(schema), schema_validation=is_enforced).to_json()


@answers("schema_doc", is_plain=True)
def schema_doc(_: World, step: Step) -> object:
    """As the package builds it, before any push: the schema is not checked as a whole."""
    schema = Schema(tables_of(required(step, "schema")))
    validator = (
        schema.id(required(step, "table"))
        if step.get("id")
        else schema.doc(required(step, "table"))
    )
    return validator.to_json()
