"""Pages: what is in them, where they end, and what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from minivex import UNDEFINED, Backend, ConvexError, Int64, api
from minivex.errors import InvalidArgumentError, InvalidCursorError, PaginationError
from minivex.schema.pagination import pagination_opts_validator, pagination_result_validator
from minivex.schema.validators import v
from minivex.txn.page import page_options
from tests.engine.small_backend import add, conflicts, mutate, new_backend, query

Build = Callable[[Any], Any]


def whole_table(ctx: Any) -> Any:
    return ctx.db.query("users")


def by_n(ctx: Any) -> Any:
    return ctx.db.query("users").with_index("by_n")


def small(ctx: Any) -> Any:
    return by_n(ctx).filter(lambda q: q.lt(q.field("n"), 5))


@pytest.fixture
def backend() -> Backend:
    backend = new_backend()
    backend.load("users", [{"email": "x@", "n": n} for n in range(10)])
    return backend


def page(backend: Backend, build: Build = by_n, **options: Any) -> Any:
    async def read(ctx: Any, opts: Any) -> Any:
        return await build(ctx).paginate(opts)

    return query(backend, read, opts={"cursor": None, **options})


def numbers(result: Any) -> list[float]:
    return [row["n"] for row in result["page"]]


def test_a_page_is_what_convex_sends(backend: Backend) -> None:
    result = page(backend, numItems=4)
    pagination_result_validator(v.any()).check(result)
    assert numbers(result) == [0, 1, 2, 3]
    assert result["isDone"] is False
    assert result["pageStatus"] is None
    assert page(backend, numItems=4.0, cursor=result["continueCursor"])["page"][0]["n"] == 4


def test_options_may_be_given_by_keywords(backend: Backend) -> None:
    async def read(ctx: Any) -> Any:
        return await ctx.db.query("users").paginate(num_items=2, cursor=None)

    async def typo(ctx: Any) -> Any:
        return await ctx.db.query("users").paginate(num_itmes=2)

    assert numbers(query(backend, read)) == [0, 1]
    with pytest.raises(InvalidArgumentError, match="paginate has no option 'num_itmes'"):
        query(backend, typo)


def test_options_come_as_an_argument(backend: Backend) -> None:
    async def read(ctx: Any, paginationOpts: Any) -> Any:  # noqa: N803 - Convex's name
        return await ctx.db.query("users").order("desc").paginate(paginationOpts)

    path = add(backend, "query", read, args=v.object({"paginationOpts": pagination_opts_validator}))
    found: Any = backend.run(path, {"paginationOpts": {"numItems": 1, "cursor": None}})
    assert numbers(found) == [9]


@pytest.mark.parametrize(
    ("num_items", "shown"),
    [(-1, "-1"), (-1.0, "-1"), ("3", "3"), (None, "null"), (True, "true"), (Int64(3), "3")],
)
def test_a_size_that_is_no_number_is_refused(num_items: Any, shown: str) -> None:
    for options in ({"numItems": num_items}, {"numItems": num_items, "cursor": None}):
        with pytest.raises(InvalidArgumentError) as caught:
            page_options(options, {})
        text = f"`options.numItems` must be a positive number. Received `{shown}`."
        assert caught.value.message == text


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (None, "Must provide arg 1 `options` to `paginate`"),
        (UNDEFINED, "Must provide arg 1 `options` to `paginate`"),
        (7, "`options.numItems` must be a positive number. Received `undefined`."),
        ({"numItems": 2.5}, "`options.numItems` must be a whole number. Received `2.5`."),
        (
            {"numItems": 1, "maximumRowsRead": -1},
            "`options.maximumRowsRead` must be a whole number. Received `-1`.",
        ),
        (
            {"numItems": 1, "cursor": 7},
            "`options.cursor` must be a cursor or null. Received `7`.",
        ),
    ],
)
def test_options_that_are_none_are_refused(options: Any, text: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        page_options(options, {})
    assert caught.value.message == text


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"numItems": 0}, "Must request at least 1 document while paginating"),
        ({"numItems": 32001}, "Requested too many items: 32001"),
        (
            {"numItems": 1, "maximumRowsRead": 0},
            "maximumRowsRead and maximumBytesRead must be greater than 0",
        ),
    ],
)
def test_inv69_a_page_that_cannot_be(backend: Backend, options: Any, text: str) -> None:
    with pytest.raises(PaginationError) as caught:
        page(backend, **options)
    assert caught.value.message == text


def test_inv69_one_paginated_query_per_function(backend: Backend) -> None:
    async def inner(ctx: Any) -> Any:
        return await ctx.db.query("users").paginate(num_items=1)

    async def outer(ctx: Any) -> Any:
        await ctx.run_query(api.m.inner)
        await ctx.run_query(api.m.inner)
        await ctx.db.query("users").paginate(num_items=1)
        return await ctx.db.query("users").paginate(num_items=1)

    add(backend, "query", inner)
    with pytest.raises(PaginationError) as caught:
        mutate(backend, outer)
    assert caught.value.message == (
        "This query or mutation function ran multiple paginated queries. "
        "Convex only supports a single paginated query in each function."
    )


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_inv68_a_cursor_stays_good_when_its_row_is_gone(backend: Backend, order: str) -> None:
    def build(ctx: Any) -> Any:
        return by_n(ctx).order(order)

    async def change(ctx: Any) -> None:
        for row in await by_n(ctx).collect():
            if row["n"] in (3, 6):
                await ctx.db.delete(row["_id"])

    first = page(backend, build, numItems=4)
    mutate(backend, change)
    second = page(backend, build, numItems=2, cursor=first["continueCursor"])
    assert numbers(second) == ([4, 5] if order == "asc" else [5, 4])
    assert second["isDone"] is False
    rest = page(backend, build, numItems=9, cursor=second["continueCursor"])
    assert rest["isDone"] is True
    behind = page(backend, build, numItems=9, cursor=rest["continueCursor"])
    assert (behind["page"], behind["isDone"]) == ([], True)


@pytest.mark.parametrize(
    "other",
    [
        whole_table,
        lambda ctx: by_n(ctx).order("desc"),
        lambda ctx: ctx.db.query("users").with_index("by_n", lambda q: q.gt("n", 1)),
        lambda ctx: by_n(ctx).filter(lambda q: q.lt(q.field("n"), 6)),
        lambda ctx: by_n(ctx).filter(lambda q: q.not_(q.lt(q.field("n"), 5))),
        lambda ctx: by_n(ctx).filter(lambda _: True),
        lambda ctx: by_n(ctx).filter(lambda q: q.eq(q.field("n"), UNDEFINED)),
        lambda ctx: ctx.db.query("posts"),
    ],
)
def test_inv68_a_cursor_belongs_to_its_query(backend: Backend, other: Build) -> None:
    cursor = page(backend, small, numItems=2)["continueCursor"]
    again = page(backend, small, numItems=9, cursor=cursor)
    assert numbers(again) == [2, 3, 4]
    for options in ({"cursor": cursor}, {"endCursor": cursor}):
        with pytest.raises(ConvexError, match="from a different query") as caught:
            page(backend, other, numItems=2, **options)
        assert type(caught.value) is InvalidCursorError


def test_a_table_may_appear_between_two_pages() -> None:
    backend = Backend()

    def unheard_of(ctx: Any) -> Any:
        return ctx.db.query("later")

    first = page(backend, unheard_of, numItems=3)
    assert (first["page"], first["isDone"]) == ([], True)
    backend.load("later", [{"n": 1}])
    again = page(backend, unheard_of, numItems=3, endCursor=first["continueCursor"])
    assert (numbers(again), again["isDone"]) == ([1], True)


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_inv70_a_page_splits_into_two_that_make_it_up(backend: Backend, order: str) -> None:
    def build(ctx: Any) -> Any:
        return by_n(ctx).order(order)

    whole = page(backend, build, numItems=7)
    middle, end = whole["splitCursor"], whole["continueCursor"]
    first = page(backend, build, numItems=7, endCursor=middle)
    second = page(backend, build, numItems=7, cursor=middle, endCursor=end)
    assert (len(first["page"]), len(second["page"])) == (4, 3)
    assert first["page"] + second["page"] == whole["page"]
    assert (first["continueCursor"], second["continueCursor"]) == (middle, end)
    assert page(backend, build, numItems=2)["splitCursor"] is None


def test_a_budget_cuts_a_page_short(backend: Backend) -> None:
    cut = page(backend, small, numItems=9, maximumRowsRead=3)
    assert (numbers(cut), cut["isDone"], cut["pageStatus"]) == ([0, 1, 2], False, "SplitRequired")
    cut = page(backend, numItems=9, maximumBytesRead=1)
    assert (numbers(cut), cut["pageStatus"]) == ([0], "SplitRequired")
    near = page(backend, numItems=4, maximumRowsRead=5)
    assert (len(near["page"]), near["pageStatus"]) == (4, "SplitRecommended")
    bound = page(backend, numItems=4, maximumRowsRead=2, endCursor=near["continueCursor"])
    assert (len(bound["page"]), bound["pageStatus"]) == (4, "SplitRecommended")
    exact = page(backend, numItems=99, maximumRowsRead=10)
    assert (len(exact["page"]), exact["isDone"]) == (10, False)


def test_a_page_beyond_what_an_array_may_hold_asks_to_be_split() -> None:
    backend = new_backend()
    backend.load("users", [{"email": "x@", "n": n} for n in range(6145)])
    assert page(backend, numItems=6144)["pageStatus"] is None
    assert page(backend, numItems=6145)["pageStatus"] == "SplitRecommended"


def test_a_page_reads_from_its_cursor_through_its_end(backend: Backend) -> None:
    first = page(backend, numItems=3)

    def reader(**options: Any) -> Any:
        async def read(ctx: Any) -> None:
            await by_n(ctx).paginate({"numItems": 3, **options})
            await ctx.db.insert("posts", {"body": "x"})

        return read

    def inserting(n: float) -> Any:
        async def write(ctx: Any) -> None:
            await ctx.db.insert("users", {"email": "x@", "n": n})

        return write

    second = reader(cursor=first["continueCursor"])
    for read, touched, beside in [(reader(), 1.5, 2.5), (second, 2.5, 1.5), (second, 4.5, 5.5)]:
        assert conflicts(backend.fork(), read, inserting(touched))
        assert not conflicts(backend.fork(), read, inserting(beside))


def test_a_filter_that_raises_leaves_a_page_in_the_read_set(backend: Backend) -> None:
    async def reader(ctx: Any) -> None:
        with pytest.raises(Exception, match="as a Boolean"):
            await by_n(ctx).filter(lambda q: q.field("n")).paginate(num_items=1)
        await ctx.db.insert("posts", {"body": "x"})

    async def writer(ctx: Any) -> None:
        await ctx.db.insert("users", {"email": "x@", "n": -1})

    assert conflicts(backend, reader, writer)


def test_several_filters_are_all_asked(backend: Backend) -> None:
    def build(ctx: Any) -> Any:
        return small(ctx).filter(lambda q: q.gt(q.field("n"), 2)).filter(lambda _: True)

    result = page(backend, build, numItems=9)
    assert (numbers(result), result["isDone"]) == ([3, 4], True)

    async def read(ctx: Any) -> Any:
        return [row["n"] for row in await build(ctx).collect()]

    assert query(backend, read) == [3, 4]
