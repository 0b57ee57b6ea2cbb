"""Queries as npm ``convex/server`` writes them down, to queries of ``ctx.db``.

::

    {
        "source": {
            "type": "IndexRange",
            "indexName": "jobs.by_status",
            "order": null,
            "range": [{"type": "Eq", "fieldPath": "status", "value": "open"}],
        },
        "operators": [{"filter": {"$gt": [{"$field": "n"}, {"$literal": 3}]}}, {"limit": 5}],
    }

Source: npm-packages/convex/src/server/impl/query_impl.ts, index_range_builder_impl.ts,
filter_builder_impl.ts and search_filter_builder_impl.ts.
Differs: a filter behind a limit is refused; the package has no public way to write one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from minivex.errors import InvalidArgumentError
from minivex.functions.query_builder import Query, QueryInitializer
from minivex.values.value import UNDEFINED
from minivex.values.wire import from_json

__all__ = ["build_query", "read_value", "vector_filter"]

_OPERATIONS: Final = {
    **{f"${name}": name for name in ("eq", "neq", "lt", "lte", "gt", "gte")},
    **{f"${name}": name for name in ("add", "sub", "mul", "div", "mod")},
    "$neg": "neg",
    "$and": "and_",
    "$or": "or_",
    "$not": "not_",
}
"""The operations of a filter, and the methods of ``q`` that build them."""


def build_query(db: Any, query: Any) -> tuple[Query, int | None]:
    """The query that ``query`` says, and how many documents it may find at most.

    Raises: InvalidArgumentError, if it says none, and whatever building it raises.
    """
    source = query["source"]
    built = _source(db, source)
    if source.get("order") is not None:
        built = built.order(source["order"])
    limit: int | None = None
    for operator in query["operators"]:
        if "limit" in operator:
            most = int(operator["limit"])
            limit = most if limit is None else min(limit, most)
        elif limit is not None:
            raise InvalidArgumentError("A query is filtered before it is limited, not afterwards.")
        else:
            built = built.filter(_predicate(operator["filter"]))
    return built, limit


def _source(db: Any, source: Any) -> Query:
    match source["type"]:
        case "FullTableScan":
            return _table(db, source["tableName"]).full_table_scan()
        case "IndexRange":
            table, _, label = source["indexName"].partition(".")
            return _table(db, table).with_index(label, _conditions(source["range"]))
        case "Search":
            table, _, label = source["indexName"].partition(".")
            return _table(db, table).with_search_index(label, _conditions(source["filters"]))
        case other:
            raise InvalidArgumentError(
                f"A query has no source of type {other!r}. It is a FullTableScan, an IndexRange "
                "or a Search."
            )


def _table(db: Any, name: str) -> QueryInitializer:
    """The query of a table; the package has checked that it was asked for in the right place."""
    reader = db.system if name.startswith("_") else db
    found: QueryInitializer = reader.query(name)
    return found


def _conditions(conditions: list[Any]) -> Callable[[Any], Any]:
    """What builds a range or a search: one method of ``q`` after the other."""

    def build(q: Any) -> Any:
        for condition in conditions:
            method = getattr(q, condition["type"].lower())
            q = method(condition["fieldPath"], read_value(condition["value"]))
        return q

    return build


def _predicate(expression: Any) -> Callable[[Any], Any]:
    return lambda q: _operand(q, expression)


def _operand(q: Any, expression: Any) -> Any:
    ((operation, content),) = expression.items()
    if operation == "$literal":
        return read_value(content)
    if operation == "$field":
        return q.field(content)
    if operation not in _OPERATIONS:
        raise InvalidArgumentError(
            f"A filter has no operation {operation!r}. It has {', '.join(sorted(_OPERATIONS))}."
        )
    operands = content if isinstance(content, list) else [content]
    method = getattr(q, _OPERATIONS[operation])
    return method(*(_operand(q, operand) for operand in operands))


def vector_filter(expression: Any) -> Callable[[Any], Any] | None:
    """The filter of a vector search: ``q.eq(field, value)``, or several in ``q.or_(…)``."""

    def build(q: Any, part: Any) -> Any:
        ((operation, content),) = part.items()
        if operation == "$or":
            return q.or_(*(build(q, one) for one in content))
        field, literal = content
        return q.eq(field["$field"], read_value(literal["$literal"]))

    return None if expression is None else lambda q: build(q, expression)


def read_value(data: Any) -> Any:
    """A value, or UNDEFINED."""
    return UNDEFINED if data == {"$undefined": None} else from_json(data)
