"""Ops that use a query, a range builder or a write in a way that is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from labkit.conformance.deployment import Run, reach
from labkit.conformance.notation import ScenarioError
from labkit.conformance.ops_database import shown, step_of
from labkit.conformance.registry import Step, required
from minivex.values.value import UNDEFINED

__all__ = ["CASES"]


@step_of("misuse", "query")
async def misuse(run: Run, step: Step) -> Any:
    """A misuse is a step or a query; a query is read to its end."""
    case = CASES.get(required(step, "case"))
    if case is None:
        raise ScenarioError(f"there is no misuse {step['case']!r}")
    made = case(run, step)
    if hasattr(made, "collect"):
        made = made.collect()
    answer = await made
    if isinstance(answer, tuple):
        return [float(len(documents)) for documents in answer]
    return float(len(answer)) if isinstance(answer, list) else shown(answer, step.get("show"))


def table(run: Run, step: Step) -> Any:
    return reach(run.ctx, "db").query(required(step, "table"))


def write(run: Run, name: str) -> Any:
    return reach(run.ctx, "db", name)


def filtered(query: Any, times: int) -> Any:
    for _ in range(times):
        query = query.filter(lambda _: True)
    return query


def field_of(run: Run, step: Step, kind: str) -> str:
    """The field that the step names, or else the first one of its index."""
    if "field" in step:
        return str(step["field"])
    schema = run.world.scenario.get("schema") or {"tables": {}}
    declared = schema["tables"].get(step["table"], {})
    if kind == "search":
        fields = {one["name"]: one["searchField"] for one in declared.get("searchIndexes", ())}
    else:
        fields = {name: fields[0] for name, fields in declared.get("indexes", ()) if fields}
    if step.get("index") not in fields:
        raise ScenarioError(f"{step['case']} needs a field, or an index of the schema")
    return str(fields[step["index"]])


def ranged_by(run: Run, step: Step, build: Callable[[Any, str], Any]) -> Any:
    field = field_of(run, step, "range")
    return table(run, step).with_index(step["index"], lambda q: build(q, field))


def searched_by(run: Run, step: Step, build: Callable[[Any, str], Any]) -> Any:
    field = field_of(run, step, "search")
    return table(run, step).with_search_index(step["index"], lambda s: build(s, field))


def reused_builder(q: Any, field: str) -> Any:
    q.eq(field, 1.0)
    return q.eq(field, 2.0)


def reused_builder_after_chain(q: Any, field: str) -> Any:
    bounded = q.gte(field, 1.0)
    bounded.lt(field, 5.0)
    return bounded


def reused_search_builder(s: Any, field: str) -> Any:
    s.search(field, "a")
    return s.search(field, "b")


def chained_twice(run: Run, step: Step) -> Any:
    query = filtered(table(run, step), 1)
    filtered(query, 1)
    return filtered(query, 1)


def collected_after_chaining(run: Run, step: Step) -> Any:
    query = filtered(table(run, step), 1)
    filtered(query, 1)
    return query


async def collected_twice(run: Run, step: Step) -> Any:
    query = filtered(table(run, step), 1)
    await query.collect()
    return await query.collect()


async def filtered_after_collect(run: Run, step: Step) -> Any:
    query = filtered(table(run, step), 1)
    await query.collect()
    return filtered(query, 1)


async def first_after_collect(run: Run, step: Step) -> Any:
    query = filtered(table(run, step), 1)
    await query.collect()
    return await query.first()


async def next_after_end(run: Run, step: Step) -> Any:
    query = filtered(table(run, step), 1)
    async for _ in query:
        pass
    return await query.__anext__()


async def initializer_collected_twice(run: Run, step: Step) -> Any:
    """Allowed: a table can be read again and again. The answer is both lengths."""
    initializer = table(run, step)
    return await initializer.collect(), await initializer.collect()


CASES: dict[str, Callable[[Run, Step], Any]] = {
    "range_builder_reused": lambda run, step: ranged_by(run, step, reused_builder),
    "range_builder_reused_after_chain": lambda run, step: ranged_by(
        run, step, reused_builder_after_chain
    ),
    "search_builder_reused": lambda run, step: searched_by(run, step, reused_search_builder),
    "search_without_field": lambda run, step: table(run, step).with_search_index(
        step["index"], lambda s: s.search(UNDEFINED, "x")
    ),
    "search_without_text": lambda run, step: searched_by(
        run, step, lambda s, field: s.search(field, UNDEFINED)
    ),
    "search_without_filter": lambda run, step: table(run, step).with_search_index(
        required(step, "index"), UNDEFINED
    ),
    "search_index_without_name": lambda run, step: table(run, step).with_search_index(
        UNDEFINED, lambda s: s.search("body", "x")
    ),
    "order_after_search": lambda run, step: searched_by(
        run, step, lambda s, field: s.search(field, "x")
    ).order("desc"),
    "index_without_name": lambda run, step: table(run, step).with_index(UNDEFINED),
    "filter_without_predicate": lambda run, step: table(run, step).filter(UNDEFINED),
    "order_without_argument": lambda run, step: table(run, step).order(UNDEFINED),
    "take_without_count": lambda run, step: table(run, step).take(UNDEFINED),
    "order_twice": lambda run, step: table(run, step).order("asc").order("desc"),
    "order_same_twice": lambda run, step: table(run, step).order("desc").order("desc"),
    "order_twice_on_index": lambda run, step: (
        table(run, step).with_index(required(step, "index")).order("asc").order("desc")
    ),
    "query_chained_twice": chained_twice,
    "collect_twice": collected_twice,
    "collect_after_chaining": collected_after_chaining,
    "filter_after_collect": filtered_after_collect,
    "first_after_collect": first_after_collect,
    "next_after_end": next_after_end,
    "initializer_collected_twice": initializer_collected_twice,
    "filter_256": lambda run, step: filtered(table(run, step), 256),
    "filter_257": lambda run, step: filtered(table(run, step), 257),
    "get_without_id": lambda run, _: reach(run.ctx, "db").get(UNDEFINED),
    "delete_without_id": lambda run, _: write(run, "delete")(UNDEFINED),
    "patch_without_value": lambda run, step: write(run, "patch")(run.value(step, "id"), UNDEFINED),
    "replace_without_value": lambda run, step: write(run, "replace")(
        run.value(step, "id"), UNDEFINED
    ),
    "insert_without_value": lambda run, step: write(run, "insert")(
        required(step, "table"), UNDEFINED
    ),
}
