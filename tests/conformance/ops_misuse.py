"""Ops that use a query, a range builder or a write in a way that is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minivex.values.value import UNDEFINED
from tests.conformance.deployment import Run
from tests.conformance.ops_database import shown, step_of
from tests.conformance.registry import Step


@step_of("misuse", "query")
async def misuse(run: Run, step: Step) -> Any:
    """A misuse is a step or a query; a query is read to its end."""
    made = CASES[step["case"]](run, step)
    if hasattr(made, "collect"):
        made = made.collect()
    answer = await made
    return float(len(answer)) if isinstance(answer, list) else shown(answer, step.get("show"))


def table(run: Run, step: Step) -> Any:
    return run.ctx.db.query(step["table"])


def filtered(query: Any, times: int) -> Any:
    for _ in range(times):
        query = query.filter(lambda _: True)
    return query


def reused_builder(q: Any) -> Any:
    q.eq("a", 1)
    return q.eq("a", 2)


def reused_builder_after_chain(q: Any) -> Any:
    bounded = q.gte("a", 1)
    bounded.lt("a", 5)
    return bounded


def reused_search_builder(q: Any, step: Step) -> Any:
    q.search(step.get("field", "body"), "a")
    return q.search(step.get("field", "body"), "b")


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
    return await query.collect()


CASES: dict[str, Callable[[Run, Step], Any]] = {
    "range_builder_reused": lambda run, step: table(run, step).with_index(
        step["index"], reused_builder
    ),
    "range_builder_reused_after_chain": lambda run, step: table(run, step).with_index(
        step["index"], reused_builder_after_chain
    ),
    "search_builder_reused": lambda run, step: table(run, step).with_search_index(
        step["index"], lambda q: reused_search_builder(q, step)
    ),
    "search_without_field": lambda run, step: table(run, step).with_search_index(
        step["index"], lambda q: q.search(UNDEFINED, "x")
    ),
    "search_without_text": lambda run, step: table(run, step).with_search_index(
        step["index"], lambda q: q.search(step.get("field", "body"), UNDEFINED)
    ),
    "search_without_filter": lambda run, step: table(run, step).with_search_index(
        step["index"], UNDEFINED
    ),
    "search_index_without_name": lambda run, step: table(run, step).with_search_index(
        UNDEFINED, lambda q: q.search("body", "x")
    ),
    "order_after_search": lambda run, step: (
        table(run, step)
        .with_search_index(step["index"], lambda q: q.search(step.get("field", "body"), "x"))
        .order("desc")
    ),
    "index_without_name": lambda run, step: table(run, step).with_index(UNDEFINED),
    "filter_without_predicate": lambda run, step: table(run, step).filter(UNDEFINED),
    "order_without_argument": lambda run, step: table(run, step).order(UNDEFINED),
    "take_without_count": lambda run, step: table(run, step).take(UNDEFINED),
    "order_twice": lambda run, step: table(run, step).order("asc").order("desc"),
    "order_same_twice": lambda run, step: table(run, step).order("desc").order("desc"),
    "order_twice_on_index": lambda run, step: (
        table(run, step).with_index(step["index"]).order("asc").order("desc")
    ),
    "query_chained_twice": chained_twice,
    "collect_twice": collected_twice,
    "collect_after_chaining": collected_after_chaining,
    "filter_after_collect": filtered_after_collect,
    "first_after_collect": first_after_collect,
    "next_after_end": next_after_end,
    "filter_256": lambda run, step: filtered(table(run, step), 256),
    "filter_257": lambda run, step: filtered(table(run, step), 257),
    "get_without_id": lambda run, _: run.ctx.db.get(UNDEFINED),
    "delete_without_id": lambda run, _: run.ctx.db.delete(UNDEFINED),
    "patch_without_value": lambda run, step: run.ctx.db.patch(run.value(step, "id"), UNDEFINED),
    "replace_without_value": lambda run, step: run.ctx.db.replace(run.value(step, "id"), UNDEFINED),
    "insert_without_value": lambda run, step: run.ctx.db.insert(step["table"], UNDEFINED),
}
