"""``ctx.vector_search``: in actions only, on what is committed."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, define_schema, define_table, v
from minivex.errors import DeterminismError, DeveloperError, IndexNotFoundError, SearchError
from tests.engine.small_backend import act, mutate, query

SCHEMA = define_schema(
    {
        "places": define_table({"name": v.string(), "e": v.any(), "cat": v.optional(v.any())})
        .vector_index("by_e", vector_field="e", dimensions=2, filter_fields=["cat"])
        .vector_index("later", vector_field="e", dimensions=2, staged=True)
        .search_index("words", search_field="name")
        .index("by_name", ["name"])
    }
)


@pytest.fixture
def backend() -> Backend:
    backend = Backend(schema=SCHEMA)
    backend.load(
        "places",
        [
            {"name": "east", "e": [1, 0], "cat": 1},
            {"name": "north", "e": [0, 1], "cat": 2},
            {"name": "nowhere", "e": "lost"},
        ],
    )
    return backend


def searched(backend: Backend, index: str = "by_e", table: str = "places", **options: Any) -> Any:
    names = {row["_id"]: row["name"] for row in backend.documents("places")}
    found: list[Any] = []

    async def search(ctx: Any) -> None:
        found.extend(await ctx.vector_search(table, index, **options))

    act(backend, search)
    return [(names[result["_id"]], result["_score"]) for result in found]


def test_the_nearest_documents_come_first(backend: Backend) -> None:
    assert searched(backend, vector=[2, 0]) == [("east", 1.0), ("north", 0.0)]
    assert searched(backend, vector=(0, 1), limit=1.0) == [("north", 1.0)]
    assert searched(backend, vector=[1, 0], filter=lambda q: q.eq("cat", 2)) == [("north", 0.0)]


def test_ten_are_found_unless_more_are_asked_for(backend: Backend) -> None:
    backend.load("places", [{"name": f"n{n}", "e": [1, n]} for n in range(300)])
    assert len(searched(backend, vector=[1, 0])) == 10
    assert len(searched(backend, vector=[1, 0], limit=256)) == 256


def test_inv75_at_most_256_results_can_be_asked_for(backend: Backend) -> None:
    message = "Vector queries can fetch at most 256 results, requested 257."
    with pytest.raises(SearchError, match=message):
        searched(backend, vector=[1, 0], limit=257)


def test_a_search_sees_what_is_committed_when_it_is_made(backend: Backend) -> None:
    async def move(ctx: Any) -> None:
        row = await ctx.db.query("places").first()
        await ctx.db.patch(row["_id"], {"e": [0, -1]})

    counts: list[Any] = []

    async def watch(ctx: Any) -> None:
        for _ in range(2):
            results = await ctx.vector_search("places", "by_e", vector=[1, 0])
            counts.append([round(result["_score"]) for result in results])

    from tests.engine.small_backend import add

    call = backend.start(add(backend, "action", watch))
    call.move()
    call.move()
    mutate(backend, move)
    call.finish()
    assert counts == [[1, 0], [0, 0]]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"vector": []}, "`vector` must be a non-empty Array in vectorSearch"),
        ({"vector": "ab"}, "`vector` must be a non-empty Array in vectorSearch"),
        ({"vector": [1, 2, 3]}, "Expected a vector with dimensions 2, received 3"),
        ({"vector": [1, None]}, "must consist of finite numbers"),
        ({"vector": [1, float("nan")]}, "must consist of finite numbers"),
        ({"vector": [1, 0], "limit": 0}, "`limit` must be a positive number"),
        ({"vector": [1, 0], "limit": "5"}, "`limit` must be a positive number"),
        ({"vector": [1, 0], "filter": lambda _: 5}, "Filters should be a combination"),
    ],
)
def test_what_cannot_be_searched_is_refused(
    backend: Backend, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(SearchError, match=message):
        searched(backend, **options)


@pytest.mark.parametrize(
    ("table", "index", "message"),
    [
        ("gone", "by_e", r"Index gone\.by_e not found"),
        ("places", "gone", r"Index places\.gone not found"),
        ("places", "by_name", r"Index places\.by_name is not a vector index"),
        ("places", "words", r"Index places\.words is not a vector index"),
        ("places", "later", "is currently staged"),
    ],
)
def test_the_index_must_be_one_for_vectors(
    backend: Backend, table: str, index: str, message: str
) -> None:
    with pytest.raises(IndexNotFoundError, match=message):
        searched(backend, table=table, index=index, vector=[1, 0])


@pytest.mark.parametrize("run", [query, mutate])
def test_inv50_queries_and_mutations_have_no_vector_search(backend: Backend, run: Any) -> None:
    async def search(ctx: Any) -> None:
        await ctx.vector_search("places", "by_e", vector=[1, 0])

    with pytest.raises(DeterminismError, match=r"Can't use vectorSearch\(\) in queries"):
        run(backend, search)


@pytest.mark.parametrize("run", [query, mutate])
@pytest.mark.parametrize(
    ("name", "shown"),
    [("fetch", r"fetch\(\)"), ("set_timeout", "setTimeout"), ("set_interval", "setInterval")],
)
def test_inv50_there_is_no_network_and_no_timer(
    backend: Backend, run: Any, name: str, shown: str
) -> None:
    async def reach(ctx: Any) -> None:
        getattr(ctx, name)

    message = rf"^Can't use {shown} in queries and mutations\. Please consider using an action\."
    with pytest.raises(DeterminismError, match=message):
        run(backend, reach)


def test_a_text_index_is_no_database_index(backend: Backend) -> None:
    async def read(ctx: Any) -> None:
        await (
            ctx.db.query("places").with_search_index("by_e", lambda q: q.search("e", "x")).collect()
        )

    with pytest.raises(DeveloperError, match="is not a search index"):
        query(backend, read)
