"""What npm ``convex/server`` asks for when a handler uses its ``ctx``, said in Python."""

from __future__ import annotations

import json
from typing import Any

from minivex.abi.front_end import FrontEnd
from minivex.values.wire import from_json, to_json


async def ask(front: FrontEnd, op: str, **args: Any) -> Any:
    """One request that may wait; an argument that is None is left out, as by the package."""
    given = {name: value for name, value in args.items() if value is not None}
    return json.loads(await front.request(f"1.0/{op}", json.dumps(given)))


def ask_now(front: FrontEnd, op: str, **args: Any) -> Any:
    return json.loads(front.request_now(f"1.0/{op}", json.dumps(args)))


def whole(table: str, *operators: Any, order: str | None = None) -> Any:
    """A query of a whole table."""
    source = {"type": "FullTableScan", "tableName": table, "order": order}
    return {"source": source, "operators": list(operators)}


def ranged(name: str, conditions: list[Any], *operators: Any, order: str | None = None) -> Any:
    """A query of a range of an index; a condition is its type, field and value."""
    described = [
        {"type": kind, "fieldPath": field, "value": value} for kind, field, value in conditions
    ]
    source = {"type": "IndexRange", "indexName": name, "range": described, "order": order}
    return {"source": source, "operators": list(operators)}


async def collect(front: FrontEnd, query: Any) -> list[Any]:
    """Read a query as ``collect()`` and ``take(n)`` do: row by row, up to the end."""
    id = ask_now(front, "queryStream", query=query, version="1.48.0")["queryId"]
    rows = []
    while not (answer := await ask(front, "queryStreamNext", queryId=id))["done"]:
        rows.append(from_json(answer["value"]))
    assert ask_now(front, "queryCleanup", queryId=id) is False
    return rows


async def insert(front: FrontEnd, table: str, value: Any) -> Any:
    return (await ask(front, "insert", table=table, value=to_json(value)))["_id"]


async def run(front: FrontEnd, kind: str, name: str, **args: Any) -> Any:
    return from_json(await ask(front, "runUdf", udfType=kind, name=name, args=args))
