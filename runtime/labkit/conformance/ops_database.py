"""Ops on documents and queries, alone or inside a transaction or a function."""

# ruff: noqa: D103 - a function is named like the op, or the misuse, that it answers

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from labkit.conformance.compare import Parts
from labkit.conformance.deployment import (
    STEPS,
    Answer,
    Deployment,
    Run,
    ThrownError,
    call_from_inside,
    reach,
)
from labkit.conformance.notation import ScenarioError, evaluate
from labkit.conformance.registry import Step, World, answers, required
from minivex.errors import ConvexError
from minivex.functions.definitions import Kind
from minivex.functions.references import FunctionReference, api, path_of
from minivex.values.value import UNDEFINED, Int64

COMPARISONS: Final = ("eq", "gt", "gte", "lt", "lte")
OPERATORS: Final = ("eq", "neq", "lt", "lte", "gt", "gte", "add", "sub", "mul", "div", "mod")
PAGES_MAX: Final = 10_000
OWN_CURSOR: Final = "the next page"


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
    db = reach(run.ctx, "db")
    if step.get("system"):
        db = reach(db, "system")
    return reach(db, "table")(required(step, "table")) if step.get("tableApi") else db


def target(run: Run, step: Step, *more: Any) -> list[Any]:
    """Arguments of a write or a get, with the table in front if the step names it."""
    tables = [step["table"]] if "table" in step and not step.get("tableApi") else []
    return [*tables, run.value(step, "id"), *more]


@step_of("insert", "mutation")
async def insert(run: Run, step: Step) -> Any:
    tables = [] if step.get("tableApi") else [required(step, "table")]
    id = await reach(door(run, step), "insert")(*tables, run.value(step, "value"))
    if "as" in step:
        bind(run.world, step["as"], await run.ctx.db.get(id))
    return id


@step_of("seed", "mutation")
async def seed(run: Run, step: Step) -> Any:
    for name, value in required(step, "docs"):
        add = reach(run.ctx, "db", "insert")
        id = await add(required(step, "table"), evaluate(value, run.resolve))
        if name is not None:
            bind(run.world, name, await run.ctx.db.get(id))
    return float(len(step["docs"]))


def bind(world: World, name: str, document: dict[str, Any]) -> None:
    """Let ``name`` stand for a new document."""
    world.symbols[name] = document["_id"]
    world.creation_times[name] = document["_creationTime"]


@step_of("get", "query")
async def get(run: Run, step: Step) -> Any:
    return shown(await door(run, step).get(*target(run, step)), step.get("show"))


@step_of("patch", "mutation")
async def patch(run: Run, step: Step) -> Any:
    return await reach(door(run, step), "patch")(*target(run, step, run.value(step, "value")))


@step_of("replace", "mutation")
async def replace(run: Run, step: Step) -> Any:
    return await reach(door(run, step), "replace")(*target(run, step, run.value(step, "value")))


@step_of("delete", "mutation")
async def delete(run: Run, step: Step) -> Any:
    return await reach(door(run, step), "delete")(*target(run, step))


@step_of("increment", "mutation")
async def increment(run: Run, step: Step) -> Any:
    id, field = run.value(step, "id"), required(step, "field")
    document = await reach(run.ctx, "db").get(id)
    if document is None:
        raise ThrownError(f"Cannot read the field {field!r} of null")
    total = added(document.get(field, UNDEFINED), run.value(step, "by"))
    await reach(run.ctx, "db", "patch")(id, {field: total})
    return total


def added(a: Any, b: Any) -> Any:
    """``a + b`` as JavaScript adds: numbers, or two int64s; nothing plus a number is no number."""
    if isinstance(a, Int64) and isinstance(b, Int64):
        return Int64(a.value + b.value)
    if (a is UNDEFINED and isinstance(b, float)) or (b is UNDEFINED and isinstance(a, float)):
        return float("nan")
    if isinstance(a, float) and isinstance(b, float):
        return a + b
    raise ThrownError(f"{a!r} and {b!r} are not added here")


@step_of("normalizeId", "query")
async def normalize_id(run: Run, step: Step) -> Any:
    return door(run, step).normalize_id(required(step, "table"), run.value(step, "id"))


@step_of("throw", "mutation")
async def throw(run: Run, step: Step) -> Any:
    if "convex" in step:
        raise ConvexError(evaluate(step["convex"], run.resolve))
    raise ThrownError(required(step, "message"))


@step_of("tx", "mutation")
async def transaction(run: Run, step: Step) -> Parts:
    return await run.perform_all(required(step, "do"))


def chained(run: Run, step: Step) -> Any:
    """The query of a step, up to its end."""
    found = door(run, step).query(*([] if step.get("tableApi") else [required(step, "table")]))
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
    end, show = step.get("end", "collect"), step.get("show")
    match end:
        case "collect":
            return [shown(document, show) for document in await found.collect()]
        case "first" | "unique":
            return shown(await getattr(found, end)(), show)
        case ["take", n]:
            taken = await found.take(evaluate(n, run.resolve))
            return [shown(document, show) for document in taken]
        case ["iterate", int(n)]:
            return [shown(document, show) for document in await iterated(found, n)]
        case ["paginate", options]:
            return await page_of(run, step, found, evaluate(options, run.resolve))
    raise ScenarioError(f"a query does not end with {end!r}")


async def iterated(found: Any, count: int) -> list[Any]:
    """The documents that a loop sees which stops after ``count`` of them."""
    rows: list[Any] = []
    if count > 0:
        async for document in found:
            rows.append(document)
            if len(rows) == count:
                break
    return rows


async def page_of(run: Run, step: Step, found: Any, options: Any) -> Any:
    """One page, with its status if the step asks for it."""
    result = await found.paginate(options)
    if "save" in step:
        run.world.cursors[step["save"]] = result["continueCursor"]
    answer = {
        "page": [shown(document, step.get("show")) for document in result["page"]],
        "isDone": result["isDone"],
    }
    return {**answer, "pageStatus": result["pageStatus"]} if step.get("status") else answer


@answers("paginate_all")
def paginate_all(world: World, step: Step) -> Any:
    """Every page by a query of its own; the empty ones at the end are left out."""
    pages: list[Any] = []
    cursor, is_done = None, False
    while not is_done:
        if len(pages) == PAGES_MAX:
            raise ScenarioError(f"there is no end after {PAGES_MAX} pages")
        options = {"numItems": required(step, "numItems"), "cursor": cursor}
        one = {**step, "op": "query", "end": ["paginate", options], "save": OWN_CURSOR}
        answer = world.part(Deployment).run(one, "query")
        cursor, is_done = world.cursors.pop(OWN_CURSOR), answer["isDone"]
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
    """The builder calls of a range, in the order in which they are written."""
    for op, field, value in conditions:
        if op not in COMPARISONS:
            raise ScenarioError(f"a range has no {op!r}")
        q = getattr(q, op)(field, evaluate(value, run.resolve))
    return q


def expression(run: Run, q: Any, data: Any) -> Any:
    """A filter in Convex's JSON, as calls of ``q``."""
    if not isinstance(data, dict) or len(data) != 1:
        raise ScenarioError(f"{data!r} is no expression of a filter")
    ((form, content),) = data.items()
    name = form.removeprefix("$")
    if name == "literal":
        return evaluate(content, run.resolve)
    if name == "field":
        return q.field(content)
    if name in ("and", "or"):
        return getattr(q, name + "_")(*[expression(run, q, part) for part in content])
    if name in ("not", "neg"):
        return getattr(q, {"not": "not_", "neg": "neg"}[name])(expression(run, q, content))
    if name not in OPERATORS:
        raise ScenarioError(f"a filter has no {form}")
    left, right = content
    return getattr(q, name)(expression(run, q, left), expression(run, q, right))


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
    for part in required(step, "path"):
        reference = reach(reference, part)
    return path_of(reference)
