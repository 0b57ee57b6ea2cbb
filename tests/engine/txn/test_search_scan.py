"""Text searches in a transaction: what they find, what they read, and when they conflict."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from minivex.backend import Backend
from minivex.errors import IndexNotFoundError, InvalidArgumentError, QueryReuseError, SearchError
from minivex.index.text_index import RESULTS_MAX
from minivex.schema.tables import define_schema, define_table
from minivex.schema.validators import v
from minivex.trace import Event, ReadRange
from tests.engine.small_backend import add, mutate, query, start

SCHEMA = define_schema(
    {
        "notes": define_table({"body": v.any(), "cat": v.any()})
        .search_index("words", search_field="body", filter_fields=["cat"])
        .search_index("later", search_field="body", staged=True)
        .index("by_cat", ["cat"])
    }
)


def backend_with(*bodies: str, cat: float = 1) -> Backend:
    backend = Backend(schema=SCHEMA)
    backend.load("notes", [{"body": body, "cat": cat} for body in bodies])
    return backend


def searched(ctx: Any, text: str, *equalities: Any) -> Any:
    def build(q: Any) -> Any:
        q = q.search("body", text)
        for value in equalities:
            q = q.eq("cat", value)
        return q

    return ctx.db.query("notes").with_search_index("words", build)


def found(backend: Backend, text: str, *equalities: Any) -> list[str]:
    async def search(ctx: Any) -> Any:
        rows = await searched(ctx, text, *equalities).collect()
        return [row["body"] for row in rows]

    return list(query(backend, search))


def test_the_best_document_comes_first() -> None:
    backend = backend_with("a fox and a dog", "the fox", "a dog")
    assert found(backend, "fox") == ["the fox", "a fox and a dog"]
    assert found(backend, "") == []


def test_filter_fields_narrow_the_search_and_filters_what_it_found() -> None:
    backend = backend_with("fox one", "fox two")
    backend.load("notes", [{"body": "fox three", "cat": 2}])
    assert found(backend, "fox", 2) == ["fox three"]

    async def filtered(ctx: Any) -> Any:
        rows = searched(ctx, "fox").filter(lambda q: q.neq(q.field("cat"), 2))
        return [row["body"] for row in await rows.take(1)]

    assert query(backend, filtered) == ["fox two"]


def test_a_filter_looks_at_every_result_of_a_search() -> None:
    backend = backend_with("fox one", "fox two", "hen")

    async def search(ctx: Any) -> Any:
        rows = searched(ctx, "fox").filter(lambda q: q.eq(q.field("body"), "fox two"))
        return [row["body"] for row in await rows.collect()]

    assert query(backend, search) == ["fox two"]


def test_inv27_own_writes_are_found_at_once() -> None:
    backend = backend_with("fox one", "fox two", "dog")

    async def change(ctx: Any) -> Any:
        one, two, dog = await ctx.db.query("notes").collect()
        await ctx.db.patch(one["_id"], {"body": "cat"})
        await ctx.db.delete(two["_id"])
        await ctx.db.patch(dog["_id"], {"body": "dog or fox"})
        await ctx.db.insert("notes", {"body": "new fox", "cat": 1})
        rows = await searched(ctx, "fox").collect()
        return [row["body"] for row in rows]

    assert mutate(backend, change) == ["new fox", "dog or fox"]
    assert found(backend, "fox") == ["new fox", "dog or fox"]
    backend.snapshots.latest.check_invariants()


def test_a_search_can_be_iterated_and_read_page_by_page() -> None:
    backend = backend_with("fox 1", "fox 2", "fox 3", "dog")

    async def iterate(ctx: Any) -> Any:
        return [row["body"] async for row in searched(ctx, "fox")]

    assert query(backend, iterate) == ["fox 3", "fox 2", "fox 1"]

    async def page(ctx: Any, cursor: Any, end: Any, text: Any) -> Any:
        return await searched(ctx, text).paginate(
            {"numItems": 2, "cursor": cursor, "endCursor": end}
        )

    first = query(backend, page, cursor=None, end=None, text="fox")
    assert [row["body"] for row in first["page"]] == ["fox 3", "fox 2"]
    last = query(backend, page, cursor=first["continueCursor"], end=None, text="fox")
    assert [row["body"] for row in last["page"]] == ["fox 1"]
    assert last["isDone"]
    again = query(backend, page, cursor=None, end=first["continueCursor"], text="fox")
    assert again["page"] == first["page"]
    end = query(backend, page, cursor=last["continueCursor"], end=None, text="fox")
    assert end["page"] == []
    with pytest.raises(Exception, match="InvalidCursor"):
        query(backend, page, cursor=first["continueCursor"], end=None, text="dog")


def test_inv75_a_search_that_scans_more_than_1024_documents_fails() -> None:
    backend = backend_with(*["fox"] * RESULTS_MAX)

    async def take(ctx: Any, count: Any) -> Any:
        return len(await searched(ctx, "fox").take(int(count)))

    assert query(backend, take, count=RESULTS_MAX) == RESULTS_MAX
    message = "Search query scanned too many documents (fetched 1024). Consider using a smaller"
    with pytest.raises(SearchError, match=re.escape(message)):
        query(backend, take, count=RESULTS_MAX + 1)
    with pytest.raises(SearchError, match=re.escape(message)):
        found(backend, "fox")


@pytest.mark.parametrize(
    ("build", "error", "message"),
    [
        (lambda t: t.with_search_index("none", lambda q: q.search("body", "x")), "not found", ""),
        (
            lambda t: t.with_search_index("by_cat", lambda q: q.search("body", "x")),
            "Index notes.by_cat is not a search index",
            "",
        ),
        (
            lambda t: t.with_search_index("later", lambda q: q.search("body", "x")),
            "Index notes.later is currently staged",
            "",
        ),
        (lambda t: t.with_index("words"), "Index notes.words is not a database index", ""),
    ],
)
def test_an_index_is_used_as_what_it_is(
    build: Callable[[Any], Any], error: str, message: str
) -> None:
    async def run(ctx: Any) -> Any:
        return await build(ctx.db.query("notes")).collect()

    with pytest.raises(IndexNotFoundError, match=error):
        query(backend_with(), run)


def test_a_table_that_does_not_exist_has_no_search_index() -> None:
    async def run(ctx: Any) -> Any:
        rows = ctx.db.query("gone").with_search_index("words", lambda q: q.search("body", "x"))
        return await rows.collect()

    with pytest.raises(IndexNotFoundError, match=r"Index gone.words not found\."):
        query(backend_with(), run)


def test_a_search_has_its_own_order_and_needs_a_name_and_a_filter() -> None:
    async def ordered(ctx: Any) -> Any:
        return await searched(ctx, "x").order("desc").collect()

    with pytest.raises(QueryReuseError, match="Search queries must always be in relevance order"):
        query(backend_with(), ordered)

    async def misused(ctx: Any, kind: str) -> Any:
        table = ctx.db.query("notes")
        if kind == "name":
            return table.with_search_index(None, lambda q: q)
        if kind == "filter":
            return table.with_search_index("words", None)
        return table.with_search_index("words", lambda q: True)

    with pytest.raises(InvalidArgumentError, match="Must provide arg 1 `indexName`"):
        query(backend_with(), misused, kind="name")
    with pytest.raises(InvalidArgumentError, match="Must provide arg 2 `searchFilter`"):
        query(backend_with(), misused, kind="filter")
    with pytest.raises(SearchError, match="returned True"):
        query(backend_with(), misused, kind="result")


def count_and_add(text: str, *equalities: Any) -> Any:
    async def count(ctx: Any) -> Any:
        rows = await searched(ctx, text, *equalities).collect()
        await ctx.db.insert("counts", {"n": len(rows)})
        return len(rows)

    return count


@pytest.mark.parametrize(
    ("search", "body", "attempts"),
    [
        (("fox",), "a red fox", 2),
        (("fo",), "a red fox", 2),
        (("fox dog",), "foxes", 1),
        (("fox",), "a dog", 1),
        (("fox", 1), "a red fox", 2),
        (("fox", 2), "a red fox", 1),
    ],
)
def test_inv36_a_search_conflicts_with_documents_that_it_would_find(
    search: tuple[Any, ...], body: str, attempts: int
) -> None:
    backend = backend_with("fox")
    backend.load("counts", [])
    backend.load("counts", [{"n": 0}])
    call = start(backend, count_and_add(*search))
    call.move_to_commit()
    backend.load("notes", [{"body": body, "cat": 1}])
    call.finish()
    assert call.attempts == attempts


def test_inv36_a_search_conflicts_with_a_document_that_it_no_longer_finds() -> None:
    backend = backend_with("fox")
    backend.load("counts", [{"n": 0}])
    call = start(backend, count_and_add("fox"))
    call.move_to_commit()

    async def change(ctx: Any) -> Any:
        row = await ctx.db.query("notes").first()
        await ctx.db.delete(row["_id"])

    mutate(backend, change)
    call.finish()
    assert call.attempts == 2


def test_what_a_search_read_can_be_told() -> None:
    backend = backend_with("quick fox", "dog")
    events: list[Event] = []

    class Listener:
        def event(self, event: Event) -> None:
            events.append(event)

    backend.tracer = Listener()
    found(backend, "quick fo")
    reads = [event for event in events if isinstance(event, ReadRange)]
    assert [
        (read.index, backend.describe_range(read.index, read.interval), read.documents)
        for read in reads
    ] == [("notes.words", '["quick"]', 1), ("notes.words", '["fo"…]', 1)]

    async def show(ctx: Any) -> Any:
        return repr(searched(ctx, "x"))

    assert query(backend, show) == "ctx.db.query('notes').with_search_index('words')"


def test_a_fork_goes_on_with_its_own_words() -> None:
    backend = backend_with("fox")
    other = backend.fork()
    backend.load("notes", [{"body": "second fox", "cat": 1}])
    assert len(found(backend, "fox")) == 2
    assert len(found(other, "fox")) == 1


def test_inv55_a_live_search_runs_again_for_documents_that_it_would_find() -> None:
    backend = backend_with("fox")

    async def bodies(ctx: Any) -> Any:
        return [row["body"] for row in await searched(ctx, "fox").collect()]

    answers: list[Any] = []
    add(backend, "query", bodies)
    subscription = backend.subscribe("m:bodies", {}, answers.append)
    backend.load("notes", [{"body": "dog", "cat": 1}])
    assert subscription.runs == 1
    backend.load("notes", [{"body": "two foxes, one fox", "cat": 1}])
    assert subscription.runs == 2
    assert len(answers) == 2
    subscription.unsubscribe()
    backend.load("notes", [{"body": "fox", "cat": 1}])
    assert len(answers) == 2
