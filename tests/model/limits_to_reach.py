"""For each limit that the engine refuses to go over: how to use exactly so much of it.

``REACH[id](n)`` uses ``n`` of the unit in which the engine counts, in the world with the real
numbers, and raises what the engine raises. ``TEXTS[id]`` is a part of the refusal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from minivex import (
    Backend,
    FunctionReference,
    Response,
    define_schema,
    define_table,
    http_action,
    http_router,
    v,
)
from minivex.functions.definitions import Function, Kind
from minivex.functions.vector_search import RESULTS_MAX
from minivex.index.text_filter import EQUALITIES_MAX
from minivex.values.document import DOCUMENT_SIZE_MAX
from minivex.values.value import Value, size_bytes

__all__ = ["REACH", "TEXTS"]

REACH: Final[dict[str, Callable[[int], object]]] = {}
TEXTS: Final[dict[str, str]] = {}

Reach = Callable[[int], object]


def limit(id: str, text: str) -> Callable[[Reach], Reach]:
    """Register the way to reach one limit."""

    def register(reach: Reach) -> Reach:
        REACH[id], TEXTS[id] = reach, text
        return reach

    return register


def run(
    kind: Kind, handler: Callable[..., Any], backend: Backend | None = None, **args: Any
) -> Any:
    """Run ``handler`` alone, in an empty database if none is given."""
    backend = backend or Backend()
    backend.functions["m:f"] = Function(kind, handler, path="m:f")
    return backend.run("m:f", args)


async def nothing(ctx: Any, **_: Any) -> None:
    """A function that takes anything."""


async def read_all(ctx: Any) -> int:
    return len(await ctx.db.query("rows").collect())


def rows_that_weigh(total: int) -> list[dict[str, object]]:
    """Documents that weigh ``total`` bytes together, as the store counts."""
    empty = Backend()
    empty.load("rows", [{"body": ""}])
    least = size_bytes(empty.documents("rows")[0])
    sizes = []
    while total > 2 * DOCUMENT_SIZE_MAX:
        sizes.append(DOCUMENT_SIZE_MAX)
        total -= DOCUMENT_SIZE_MAX
    sizes += [total // 2, total - total // 2]
    return [{"body": "x" * (size - least)} for size in sizes]


# What one execution uses.


@limit("documents-read", "Too many documents read in a single function execution (limit: 32000)")
def _(n: int) -> object:
    backend = Backend()
    backend.load("rows", [{}] * n)
    return run("query", read_all, backend)


@limit("bytes-read", "Too many bytes read in a single function execution (limit: 16777216 bytes)")
def _(n: int) -> object:
    backend = Backend()
    backend.load("rows", rows_that_weigh(n))
    return run("query", read_all, backend)


@limit("ranges-read", "Too many reads in a single function execution (limit: 4096)")
def _(n: int) -> object:
    backend = Backend()
    ids = backend.load("rows", [{}] * n)

    async def get_each(ctx: Any) -> None:
        for id in ids:
            await ctx.db.get("rows", id)

    return run("query", get_each, backend)


@limit("documents-written", "Too many writes in a single function execution (limit: 16000)")
def _(n: int) -> object:
    async def insert(ctx: Any) -> None:
        for _ in range(n):
            await ctx.db.insert("rows", {})

    return run("mutation", insert)


@limit("bytes-written", "Too many bytes written in a single function execution (limit: 16 MiB)")
def _(n: int) -> object:
    async def insert(ctx: Any) -> None:
        for row in rows_that_weigh(n):
            await ctx.db.insert("rows", row)

    return run("mutation", insert)


@limit("scheduled-per-mutation", "Too many functions scheduled by this mutation (limit: 1000)")
def _(n: int) -> object:
    async def plan(ctx: Any) -> None:
        for _ in range(n):
            await ctx.scheduler.run_after(0, FunctionReference("m:f"), {})

    return run("mutation", plan)


@limit(
    "scheduled-arguments",
    "Too large total size of the arguments of scheduled functions from this mutation "
    "(limit: 16777216 bytes)",
)
def _(n: int) -> object:
    least = size_bytes({"what": ""})

    async def plan(ctx: Any) -> None:
        for part in (n // 2, n - n // 2):
            args = {"what": "x" * (part - least)}
            await ctx.scheduler.run_after(0, FunctionReference("m:f"), args)

    return run("mutation", plan)


@limit("schedule-horizon", "is more than 5 years in the future")
def _(n: int) -> object:
    async def plan(ctx: Any) -> None:
        await ctx.scheduler.run_at(ctx.now() + n, FunctionReference("m:f"), {})

    return run("mutation", plan)


@limit("function-arguments", "are too large (actual: 16 MiB, limit: 16 MiB)")
def _(n: int) -> object:
    return run("query", nothing, what="x" * (n - size_bytes({"what": ""})))


@limit("return-value", "return value is too large (actual: 16 MiB, limit: 16 MiB)")
def _(n: int) -> object:
    async def answer(ctx: Any) -> str:
        return "x" * (n - size_bytes(""))

    return run("query", answer)


@limit("nested-depth", "Cross component call depth limit exceeded")
def _(n: int) -> object:
    async def call(ctx: Any, depth: float) -> None:
        if depth:
            await ctx.run_query(FunctionReference("m:f"), {"depth": depth - 1})

    return run("query", call, depth=float(n))


@limit("occ-retries", "changed while this mutation was being run and on every subsequent retry")
def _(n: int) -> object:
    """``n`` attempts, of which all but the last meet a conflict."""
    backend = Backend()

    async def count(ctx: Any) -> None:
        await ctx.db.insert("totals", {"n": len(await ctx.db.query("rows").collect())})

    backend.load("rows", [{}])
    backend.load("totals", [{}])
    backend.functions["m:f"] = Function("mutation", count, path="m:f")
    call = backend.start("m:f")
    for _ in range(n - 1):
        call.move_to_commit()
        backend.load("rows", [{}])
        call.move()
    call.finish()
    assert call.outcome is not None
    error = getattr(call.outcome, "error", None)
    if error is not None:
        raise error
    return call.attempts


@limit("http-response", "HTTP actions support responses up to 20 MiB")
def _(n: int) -> object:
    @http_action
    async def answer(_ctx: Any, _request: Any) -> Response:
        return Response(b"x" * n)

    router = http_router()
    router.route(path="/f", method="GET", handler=answer)
    response = Backend(http=router).fetch("/f")
    if response.status != 200:
        raise ValueError(response.content.decode())
    return response


# Documents and names.


def store(value: dict[str, Value]) -> object:
    async def insert(ctx: Any) -> None:
        await ctx.db.insert("rows", value)

    return run("mutation", insert)


@limit("document-size", "Value is too large (1048577 > maximum size 1 MiB)")
def _(n: int) -> object:
    empty = Backend()
    empty.load("rows", [{"body": ""}])
    return store({"body": "x" * (n - size_bytes(empty.documents("rows")[0]))})


@limit("document-fields", "1025")
def _(n: int) -> object:
    return store({"o": {f"f{number}": None for number in range(n)}})


@limit("array-length", "8193")
def _(n: int) -> object:
    return store({"a": [None] * n})


@limit("document-nesting", "Document is too nested (nested 17 levels deep > maximum nesting 16)")
def _(n: int) -> object:
    value: Value = 1.0
    for _ in range(n - 1):
        value = [value]
    return store({"a": value})


@limit("field-name", "is too long (1025 characters > maximum 1024)")
def _(n: int) -> object:
    return store({"f" * n: None})


@limit("identifier", "Identifier is too long (65 > maximum 64)")
def _(n: int) -> object:
    async def insert(ctx: Any) -> None:
        await ctx.db.insert("t" * n, {})

    return run("mutation", insert)


# Schemas.


@limit("indexes-per-table", 'Table "rows" cannot have more than 64 indexes.')
def _(n: int) -> object:
    table = define_table({f"f{number}": v.any() for number in range(n)})
    for number in range(n):
        table.index(f"by_{number}", [f"f{number}"])
    return define_schema({"rows": table})


@limit("index-fields", "Indexes may have up to 16 fields.")
def _(n: int) -> object:
    """``_creationTime``, which every index ends with, is one of them."""
    fields = [f"f{number}" for number in range(n - 1)]
    return define_schema({"rows": define_table(dict.fromkeys(fields, v.any())).index("by", fields)})


@limit("filter-fields", "may have up to 16 filter fields.")
def _(n: int) -> object:
    fields = [f"f{number}" for number in range(n)]
    table = define_table({"text": v.string(), **dict.fromkeys(fields, v.any())})
    return define_schema(
        {"rows": table.search_index("by", search_field="text", filter_fields=fields)}
    )


@limit("vector-dimensions", "Dimensions 4097 must be between 2 and 4096.")
def _(n: int) -> object:
    table = define_table({"at": v.array(v.number())})
    return define_schema({"rows": table.vector_index("by", vector_field="at", dimensions=n)})


# Searches.

SEARCHED = define_schema(
    {
        "rows": define_table({"text": v.string(), "at": v.array(v.number()), "k": v.string()})
        .search_index("by_text", search_field="text", filter_fields=["k"])
        .vector_index("by_at", vector_field="at", dimensions=2, filter_fields=["k"])
    }
)


@limit("search-filters", f"Max: {EQUALITIES_MAX} Actual: {EQUALITIES_MAX + 1}")
def _(n: int) -> object:
    def words(q: Any) -> Any:
        q = q.search("text", "a")
        for _ in range(n):
            q = q.eq("k", "x")
        return q

    async def search(ctx: Any) -> None:
        await ctx.db.query("rows").with_search_index("by_text", words).collect()

    return run("query", search, Backend(schema=SEARCHED))


@limit("vector-results", f"at most {RESULTS_MAX} results, requested {RESULTS_MAX + 1}.")
def _(n: int) -> object:
    async def search(ctx: Any) -> None:
        await ctx.vector_search("rows", "by_at", vector=[1, 0], limit=n)

    return run("action", search, Backend(schema=SEARCHED))


@limit("vector-filters", "too many filter conditions. Max: 64 Actual: 65")
def _(n: int) -> object:
    async def search(ctx: Any) -> None:
        await ctx.vector_search(
            "rows",
            "by_at",
            vector=[1, 0],
            filter=lambda q: q.or_(*(q.eq("k", str(number)) for number in range(n))),
        )

    return run("action", search, Backend(schema=SEARCHED))
