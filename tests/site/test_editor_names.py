"""What the editor is told of the engine's names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

import minivex
from sitegen.editor_names import editor_names

NAMES: Any = editor_names()


def member(type_name: str, name: str) -> Mapping[str, Any]:
    """One member of one type."""
    found: Mapping[str, Any] = NAMES["types"][type_name]["members"][name]
    return found


@pytest.mark.parametrize(
    ("chain", "last"),
    [
        (["MutationCtx", "db", "query", "with_index", "order"], "Query"),
        (["MutationCtx", "db", "system", "query", "filter"], "Query"),
        (["MutationCtx", "scheduler"], "Scheduler"),
        (["QueryCtx", "db"], "DatabaseReader"),
        (["ActionCtx", "storage"], "StorageActions"),
        (["TableDefinition", "index", "search_index"], "TableDefinition"),
        (["Builder", "object", "pick"], "ObjectValidator"),
    ],
)
def test_a_chain_of_a_handler_can_be_followed(chain: list[str], last: str) -> None:
    type_name, *members = chain
    for name in members:
        type_name = member(type_name, name)["gives"]
    assert type_name == last


@pytest.mark.parametrize(
    ("type_name", "method", "parameter"),
    [
        ("QueryInitializer", "with_index", "IndexRangeBuilder"),
        ("QueryInitializer", "with_search_index", "TextFilterBuilder"),
        ("Query", "filter", "FilterBuilder"),
        ("ActionCtx", "vector_search", "VectorFilterBuilder"),
    ],
)
def test_a_lambda_s_parameter_has_a_type(type_name: str, method: str, parameter: str) -> None:
    assert member(type_name, method)["callback"] == parameter
    assert NAMES["types"][parameter]["members"]


def test_every_type_that_is_named_is_there() -> None:
    entries = [*NAMES["globals"].values()]
    for found in NAMES["types"].values():
        entries += found["members"].values()
    named = {entry[key] for entry in entries for key in ("gives", "callback") if key in entry}
    assert named <= set(NAMES["types"])


def test_every_name_says_what_it_is() -> None:
    assert set(NAMES["globals"]) == set(minivex.__all__)
    untold = [name for name, entry in NAMES["globals"].items() if not entry["text"]]
    assert untold == ["Value"]  # an alias, which has no docstring at run time
    for type_name, found in NAMES["types"].items():
        assert found["text"], type_name
        for name, entry in found["members"].items():
            assert entry["text"], (type_name, name)


def test_a_kind_of_function_has_what_it_may_use() -> None:
    members = {kind: set(NAMES["types"][kind]["members"]) for kind in ("QueryCtx", "ActionCtx")}
    assert "scheduler" not in members["QueryCtx"]
    assert "db" not in members["ActionCtx"]
    assert "insert" not in NAMES["types"]["DatabaseReader"]["members"]


def test_docstrings_arrive_with_their_sections() -> None:
    entry = member("MutationCtx", "run_query")
    assert entry["signature"].startswith("(reference, args=None, *, use_stale_snapshot=False")
    assert entry["text"].startswith("Run a query in this transaction")
    assert "Source" not in entry["text"]
    assert entry["notes"]["Differs"].startswith("the snapshot is always the one")
    assert member("DatabaseWriter", "get")["signature"] == "(table_or_id, id=…)"
