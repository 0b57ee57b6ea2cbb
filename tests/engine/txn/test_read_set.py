"""What enters the read set, seen from outside: by the conflicts that it causes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from minivex import Backend
from minivex.index.interval import Interval
from minivex.store.table_registry import TableRegistry
from minivex.txn.read_set import ReadSet, after_key, point
from tests.engine.small_backend import SCHEMA, Handler, conflicts, new_backend


def test_intervals_of_an_index_merge_and_indexes_stay_apart() -> None:
    users = TableRegistry.of_schema(SCHEMA).by_name["users"]
    reads = ReadSet()
    reads.record(users.by_id, b"b\0", b"b\1")
    reads.record(users.by_id, b"a", b"b\0")
    reads.record(users.by_creation_time, b"a", None)
    assert list(reads.indexes()) == [users.by_id, users.by_creation_time]
    assert list(reads.intervals(users.by_id)) == [Interval(b"a", b"b\1")]
    assert list(reads.intervals(users.index("by_n"))) == []
    assert len(reads) == 2


def test_a_point_holds_one_key() -> None:
    assert point(b"a\0") == Interval(b"a\0", b"a\1")
    assert after_key(b"a\0") == b"a\1"


@pytest.fixture
def backend() -> Backend:
    backend = new_backend()
    backend.load("users", [{"email": f"{letter}@", "n": n} for n, letter in enumerate("aceg")])
    return backend


def reading(read: Callable[[Any], Any]) -> Handler:
    """A mutation that reads and then writes something unrelated."""

    async def reader(ctx: Any) -> None:
        await read(ctx)
        await ctx.db.insert("posts", {"body": "x"})

    return reader


def inserting(email: str, n: float = 9) -> Handler:
    async def writer(ctx: Any) -> None:
        await ctx.db.insert("users", {"email": email, "n": n})

    return writer


def changing(target: str, **fields: Any) -> Handler:
    async def writer(ctx: Any) -> None:
        found = await by_email(ctx, target).unique()
        await ctx.db.patch(found["_id"], fields)

    return writer


def by_email(ctx: Any, email: str) -> Any:
    return ctx.db.query("users").with_index("by_email", lambda q: q.eq("email", email))


def test_inv34_a_changed_document_conflicts(backend: Backend) -> None:
    id = backend.documents("users")[0]["_id"]
    assert conflicts(backend, reading(lambda ctx: ctx.db.get(id)), changing("a@", n=5))
    assert not conflicts(backend, reading(lambda ctx: ctx.db.get(id)), changing("c@", n=5))


def test_inv35_an_absent_row_is_a_read(backend: Backend) -> None:
    read = reading(lambda ctx: by_email(ctx, "b@").first())
    assert conflicts(backend, read, inserting("b@"))
    assert not conflicts(backend, read, inserting("d@"))


def test_inv36_a_phantom_conflicts_when_it_enters_leaves_or_moves(backend: Backend) -> None:
    def between(ctx: Any) -> Any:
        return (
            ctx.db.query("users")
            .with_index("by_email", lambda q: q.gte("email", "b").lt("email", "f"))
            .collect()
        )

    async def deleting(ctx: Any) -> None:
        await ctx.db.delete((await by_email(ctx, "c@").unique())["_id"])

    assert conflicts(backend, reading(between), inserting("d@"))
    assert conflicts(backend, reading(between), changing("a@", email="b@"))
    assert conflicts(backend, reading(between), changing("e@", email="z@"))
    assert conflicts(backend, reading(between), deleting)
    assert not conflicts(backend, reading(between), inserting("q@"))
    assert not conflicts(backend, reading(between), changing("z@", email="y@"))


def test_inv37_inv38_a_filter_does_not_narrow_what_is_read(backend: Backend) -> None:
    def ranged(ctx: Any) -> Any:
        return by_email(ctx, "a@").collect()

    def filtered(ctx: Any) -> Any:
        return ctx.db.query("users").filter(lambda q: q.eq(q.field("email"), "a@")).collect()

    assert not conflicts(backend, reading(ranged), inserting("x@"))
    assert conflicts(backend, reading(filtered), inserting("x@"))


@pytest.mark.parametrize(
    ("order", "inside", "outside"), [("asc", "b@", "d@"), ("desc", "h@", "d@")]
)
def test_inv39_a_full_take_has_read_up_to_its_last_row(
    backend: Backend, order: str, inside: str, outside: str
) -> None:
    def two(ctx: Any) -> Any:
        return ctx.db.query("users").with_index("by_email").order(order).take(2)

    def ten(ctx: Any) -> Any:
        return ctx.db.query("users").with_index("by_email").order(order).take(10)

    last = "c@" if order == "asc" else "e@"
    assert not conflicts(backend, reading(two), inserting(outside))
    assert conflicts(backend, reading(ten), inserting(outside))
    assert conflicts(backend, reading(two), changing(last, n=7))
    assert conflicts(backend, reading(two), inserting(inside))


def test_inv39_a_filtered_take_has_read_up_to_its_last_match(backend: Backend) -> None:
    def one(ctx: Any) -> Any:
        ordered = ctx.db.query("users").with_index("by_email")
        return ordered.filter(lambda q: q.eq(q.field("email"), "c@")).take(1)

    assert conflicts(backend, reading(one), changing("a@", n=7))
    assert not conflicts(backend, reading(one), changing("e@", n=7))


def test_a_take_of_nothing_reads_nothing(backend: Backend) -> None:
    assert not conflicts(
        backend, reading(lambda ctx: ctx.db.query("users").take(0)), inserting("a@")
    )


def test_a_contradictory_range_reads_nothing(backend: Backend) -> None:
    def empty(ctx: Any) -> Any:
        indexed = ctx.db.query("users")
        return indexed.with_index("by_n", lambda q: q.gt("n", 5).lt("n", 1)).collect()

    assert not conflicts(backend, reading(empty), inserting("a@", 3))


def test_an_iteration_has_read_what_it_reached(backend: Backend) -> None:
    async def two(ctx: Any) -> None:
        count = 0
        async for _ in ctx.db.query("users").with_index("by_email"):
            count += 1
            if count == 2:
                break

    assert conflicts(backend, reading(two), changing("c@", n=7))
    assert not conflicts(backend, reading(two), changing("e@", n=7))
    assert not conflicts(backend, reading(two), inserting("d@"))


def test_inv40_any_change_of_a_document_counts_in_every_index(backend: Backend) -> None:
    def ranged(ctx: Any) -> Any:
        return by_email(ctx, "a@").collect()

    assert conflicts(backend, reading(ranged), changing("a@", n=77))


def test_normalize_id_reads_nothing(backend: Backend) -> None:
    id = backend.documents("users")[0]["_id"]

    async def reader(ctx: Any) -> None:
        assert ctx.db.normalize_id("users", id) == id
        await ctx.db.insert("posts", {"body": "x"})

    assert not conflicts(backend, reader, changing("a@", n=5))
