"""Queries as the package writes them: every source, condition and operation."""

from __future__ import annotations

import json
from typing import Any

import pytest

from minivex import Backend, define_schema, define_table, v
from minivex.abi.front_end import FrontEnd
from minivex.errors import InvalidArgumentError
from tests.engine.abi.package_calls import ask, ask_now, collect, ranged, whole
from tests.engine.small_backend import act, query

SCHEMA = define_schema(
    {
        "notes": define_table(
            {
                "n": v.optional(v.number()),
                "text": v.string(),
                "e": v.array(v.number()),
            }
        )
        .index("by_n", ["n"])
        .search_index("words", search_field="text", filter_fields=["n"])
        .vector_index("near", vector_field="e", dimensions=2, filter_fields=["n"])
    }
)


def with_notes() -> Backend:
    backend = Backend(schema=SCHEMA)
    rows: list[dict[str, Any]] = [
        {"n": float(n), "text": f"note {n}", "e": [1.0, float(n)]} for n in range(1, 6)
    ]
    backend.load("notes", [*rows, {"text": "none", "e": [1.0, 0.0]}])
    return backend


def texts(described: Any) -> list[str]:
    """The last word of each note that a query finds."""

    async def read(ctx: Any) -> Any:
        rows = await collect(FrontEnd(ctx), described)
        return [row["text"].split()[-1] for row in rows]

    found: list[str] = query(with_notes(), read)
    return found


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ([], ["none", "1", "2", "3", "4", "5"]),
        ([("Eq", "n", 2)], ["2"]),
        ([("Eq", "n", {"$undefined": None})], ["none"]),
        ([("Gt", "n", 2), ("Lt", "n", 4)], ["3"]),
        ([("Gte", "n", 2), ("Lte", "n", 4)], ["2", "3", "4"]),
    ],
)
def test_a_range_has_its_conditions(conditions: list[Any], found: list[str]) -> None:
    assert texts(ranged("notes.by_n", conditions)) == found
    assert texts(ranged("notes.by_n", conditions, order="desc")) == found[::-1]


N = {"$field": "n"}


def literal(value: Any) -> Any:
    return {"$literal": value}


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ({"$eq": [N, literal(2)]}, "2"),
        ({"$neq": [N, literal(2)]}, "1345e"),
        ({"$eq": [N, literal({"$undefined": None})]}, "e"),
        ({"$lt": [N, literal(2)]}, "1e"),
        ({"$lte": [N, literal(2)]}, "12e"),
        ({"$gt": [N, literal(4)]}, "5"),
        ({"$gte": [N, literal(4)]}, "45"),
        ({"$and": [{"$gt": [N, literal(1)]}, {"$lt": [N, literal(3)]}]}, "2"),
        ({"$or": [{"$eq": [N, literal(1)]}, {"$eq": [N, literal(3)]}]}, "13"),
        ({"$not": {"$gt": [N, literal(1)]}}, "1e"),
    ],
)
def test_a_filter_has_its_operations(expression: Any, found: str) -> None:
    assert "".join(text[-1] for text in texts(whole("notes", {"filter": expression}))) == found


@pytest.mark.parametrize(
    ("computed", "found"),
    [
        ({"$add": [N, literal(1)]}, "3"),
        ({"$sub": [N, literal(1)]}, "5"),
        ({"$mul": [N, literal(2)]}, "2"),
        ({"$div": [literal(16), N]}, "4"),
        ({"$mod": [literal(9), N]}, "5"),
        ({"$neg": {"$neg": N}}, "4"),
    ],
)
def test_a_filter_can_calculate(computed: Any, found: str) -> None:
    numbers = ranged("notes.by_n", [("Gt", "n", 0)], {"filter": {"$eq": [computed, literal(4)]}})
    assert "".join(texts(numbers)) == found


def test_operators_are_filters_and_then_limits() -> None:
    above = {"filter": {"$gt": [N, literal(1)]}}
    below = {"filter": {"$lt": [N, literal(5)]}}
    assert texts(whole("notes", above, below, {"limit": 2})) == ["2", "3"]
    assert texts(whole("notes", {"limit": 4}, {"limit": 1}, {"limit": 3}, order="asc")) == ["1"]
    assert texts(whole("notes", {"limit": 0})) == []
    with pytest.raises(InvalidArgumentError, match="filtered before it is limited"):
        texts(whole("notes", {"limit": 4}, above))


def test_a_search_has_its_conditions() -> None:
    def search(*filters: Any) -> Any:
        source = {"type": "Search", "indexName": "notes.words", "filters": filters}
        return {"source": source, "operators": []}

    words = {"type": "Search", "fieldPath": "text", "value": "note"}
    assert sorted(texts(search(words))) == ["1", "2", "3", "4", "5"]
    assert texts(search(words, {"type": "Eq", "fieldPath": "n", "value": 3})) == ["3"]


def test_a_vector_search_has_its_filter() -> None:
    backend = with_notes()

    async def nearest(ctx: Any, search: str) -> Any:
        answer = await ask(FrontEnd(ctx), "actions/vectorSearch", query=json.loads(search))
        by_id = {row["_id"]: row["text"] for row in backend.documents("notes")}
        return [by_id[one["_id"]] for one in answer["results"]]

    def found(search: Any) -> Any:
        return act(backend, nearest, search=json.dumps(search))

    def equal(n: float) -> Any:
        return {"$eq": [N, literal(n)]}

    asked = {"indexName": "notes.near", "vector": [1, 0], "expressions": None}
    assert found(asked)[0] == "none"
    assert found({**asked, "limit": 1}) == ["none"]
    assert found({**asked, "expressions": equal(4)}) == ["note 4"]
    either = {"$or": [equal(4), equal(2)]}
    assert found({**asked, "expressions": either}) == ["note 2", "note 4"]


def test_what_the_package_never_writes_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="no source of type 'Rumour'"):
        texts({"source": {"type": "Rumour"}, "operators": []})
    with pytest.raises(InvalidArgumentError, match=r"no operation '\$xor'. It has \$add, \$and"):
        texts(whole("notes", {"filter": {"$xor": []}}))


def test_the_system_has_tables_too() -> None:
    backend = with_notes()

    async def read(ctx: Any) -> Any:
        front = FrontEnd(ctx)
        id = ask_now(front, "queryStream", query=whole("_storage"))["queryId"]
        return [await ask(front, "queryStreamNext", queryId=id), id]

    assert query(backend, read) == [{"done": True, "value": None}, 0]
