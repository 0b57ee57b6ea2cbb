"""Ops on documents and queries, alone or inside a transaction or a function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minivex.errors import ConvexError, MinivexError
from minivex.functions.definitions import Kind
from minivex.functions.references import FunctionReference, api, path_of
from minivex.values.value import UNDEFINED
from tests.conformance.compare import failure_difference
from tests.conformance.deployment import (
    STEPS,
    Answer,
    Deployment,
    Run,
    ThrownError,
    call_from_inside,
)
from tests.conformance.notation import evaluate
from tests.conformance.registry import Step, World, answers, expectation


def step_of(op: str, kind: Kind) -> Callable[[Answer], Answer]:
    """Register the decorated coroutine for ``op``; alone it runs in a function of ``kind``."""

    def register(function: Answer) -> Answer:
        STEPS[op] = (kind, function)
        answers(op)(lambda world, step: world.part(Deployment).run(step, kind))
        return function

    return register


def shown(document: Any, show: Any) -> Any:
    """The part of a document that a step asks to see."""
    if show is None or document is None:
        return document
    if isinstance(show, list):
        return {name: document[name] for name in show if name in document}
    return document.get(show, UNDEFINED)


def door(run: Run, step: Step) -> Any:
    """What the step goes through: ``db``, ``db.system``, or ``db.table(…)``."""
    db = run.ctx.db.system if step.get("system") else run.ctx.db
    return db.table(step["table"]) if step.get("tableApi") else db


def target(run: Run, step: Step, *more: Any) -> list[Any]:
    """Arguments of a write or a get, with the table in front if the step names it."""
    tables = [step["table"]] if "table" in step and not step.get("tableApi") else []
    return [*tables, run.value(step, "id"), *more]


@step_of("insert", "mutation")
async def insert(run: Run, step: Step) -> Any:
    tables = [] if step.get("tableApi") else [step["table"]]
    id = await door(run, step).insert(*tables, run.value(step, "value"))
    bind(run.world, step.get("as"), await run.ctx.db.get(id))
    return id


@step_of("seed", "mutation")
async def seed(run: Run, step: Step) -> Any:
    for name, value in step["docs"]:
        id = await run.ctx.db.insert(step["table"], evaluate(value, run.resolve))
        bind(run.world, name, await run.ctx.db.get(id))
    return float(len(step["docs"]))


def bind(world: World, name: str | None, document: dict[str, Any]) -> None:
    if name is not None:
        world.symbols[name] = document["_id"]
        world.creation_times[name] = document["_creationTime"]


@step_of("get", "query")
async def get(run: Run, step: Step) -> Any:
    return shown(await door(run, step).get(*target(run, step)), step.get("show"))


@step_of("patch", "mutation")
async def patch(run: Run, step: Step) -> Any:
    return await door(run, step).patch(*target(run, step, run.value(step, "value")))


@step_of("replace", "mutation")
async def replace(run: Run, step: Step) -> Any:
    return await door(run, step).replace(*target(run, step, run.value(step, "value")))


@step_of("delete", "mutation")
async def delete(run: Run, step: Step) -> Any:
    return await door(run, step).delete(*target(run, step))


@step_of("increment", "mutation")
async def increment(run: Run, step: Step) -> Any:
    id = run.value(step, "id")
    document = await run.ctx.db.get(id)
    total = document[step["field"]] + run.value(step, "by")
    await run.ctx.db.patch(id, {step["field"]: total})
    return total


@step_of("normalizeId", "query")
async def normalize_id(run: Run, step: Step) -> Any:
    return door(run, step).normalize_id(step["table"], run.value(step, "id"))


@step_of("throw", "mutation")
async def throw(run: Run, step: Step) -> Any:
    if "convex" in step:
        raise ConvexError(evaluate(step["convex"], run.resolve))
    raise ThrownError(step["message"])


@step_of("tx", "mutation")
async def transaction(run: Run, step: Step) -> Any:
    found = await run.perform_all(step["do"])
    expected = step["expect"].get("ok", [{}] * len(found))
    return [
        {"error": compared(run.world, wanted, part["error"])} if "error" in part else part
        for wanted, part in zip(expected, found, strict=True)
    ]


def compared(world: World, wanted: Any, error: MinivexError | ConvexError) -> Any:
    """What is expected of an error inside a list of answers if it is met, else what is wrong."""
    return failure_difference(world, wanted, error) or wanted["error"]


def chained(run: Run, step: Step) -> Any:
    """The query of a step, up to its end."""
    found = door(run, step).query(*([] if step.get("tableApi") else [step["table"]]))
    if "search" in step:
        search = step["search"]
        found = found.with_search_index(search["index"], lambda q: searched(run, q, search))
    if "index" in step:
        conditions = step.get("range")
        build = None if conditions is None else lambda q: ranged(run, q, conditions)
        found = found.with_index(step["index"], build)
    if "order" in step:
        found = found.order(step["order"])
    for data in step.get("filters", ()):
        found = found.filter(lambda q, data=data: expression(run, q, data))
    return found


@step_of("query", "query")
async def query(run: Run, step: Step) -> Any:
    found = chained(run, step)
    end = step.get("end", "collect")
    show = step.get("show")
    if end[0] == "iterate":
        rows: list[Any] = []
        async for document in found:
            rows.append(shown(document, show))
            if len(rows) == end[1]:
                break
        return rows
    if end[0] == "paginate":
        return await page_of(run, step, found, evaluate(end[1], run.resolve))
    if end[0] == "take":
        return [shown(document, show) for document in await found.take(end[1])]
    answer = await getattr(found, end)()
    if end == "collect":
        return [shown(document, show) for document in answer]
    return shown(answer, show)


async def page_of(run: Run, step: Step, found: Any, options: Any) -> Any:
    """One page; its status is shown if the expected answer says what it is."""
    result = await found.paginate(options)
    run.world.cursors[step.get("save", "")] = result["continueCursor"]
    answer = {
        "page": [shown(document, step.get("show")) for document in result["page"]],
        "isDone": result["isDone"],
    }
    expected = expectation(step) or {}
    if "pageStatus" in expected.get("ok", {}):
        answer["pageStatus"] = result["pageStatus"]
    return answer


@answers("paginate_all")
def paginate_all(world: World, step: Step) -> Any:
    """Every page by a query of its own; the empty ones at the end are left out."""
    pages: list[Any] = []
    cursor, is_done = None, False
    while not is_done:
        options = {"numItems": step["numItems"], "cursor": cursor}
        one = {**step, "op": "query", "end": ["paginate", options], "save": "paginate_all"}
        answer = world.part(Deployment).run(one, "query")
        cursor, is_done = world.cursors["paginate_all"], answer["isDone"]
        pages.append(answer["page"])
    while len(pages) > 1 and not pages[-1]:
        pages.pop()
    return pages


def searched(run: Run, q: Any, search: Any) -> Any:
    """The builder calls of a search: the text, and equalities before or after it."""
    equalities = [(field, evaluate(value, run.resolve)) for field, value in search.get("eq", ())]
    if search.get("eqFirst"):
        for field, value in equalities:
            q = q.eq(field, value)
    if "text" in search:
        q = q.search(search["field"], search["text"])
    if not search.get("eqFirst"):
        for field, value in equalities:
            q = q.eq(field, value)
    return q


def ranged(run: Run, q: Any, conditions: Any) -> Any:
    for op, field, value in conditions:
        q = getattr(q, op)(field, evaluate(value, run.resolve))
    return q


def expression(run: Run, q: Any, data: Any) -> Any:
    """A filter in Convex's JSON, as calls of ``q``."""
    ((form, content),) = data.items()
    name = form[1:]
    if name == "literal":
        return evaluate(content, run.resolve)
    if name == "field":
        return q.field(content)
    if name in ("and", "or"):
        return getattr(q, name + "_")(*[expression(run, q, part) for part in content])
    if name in ("not", "neg"):
        return getattr(q, {"not": "not_", "neg": "neg"}[name])(expression(run, q, content))
    return getattr(q, name)(*[expression(run, q, part) for part in content])


@answers("convex_error")
def convex_error(world: World, step: Step) -> Any:
    error = ConvexError(world.value(step, "data"))
    return {
        "name": type(error).__name__,
        "message": error.message,
        "data": error.data,
        "isError": isinstance(error, Exception),
    }


STEPS["call"] = ("action", call_from_inside)


@answers("call")
def call(world: World, step: Step) -> Any:
    return world.part(Deployment).call(step)


@answers("function_name")
def function_name(_: World, step: Step) -> Any:
    if "name" in step:
        return path_of(FunctionReference(step["name"]))
    reference: Any = api
    for part in step["path"]:
        reference = getattr(reference, part)
    return path_of(reference)
