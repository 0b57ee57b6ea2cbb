"""Scans that stop and go on: what they fetch, and what they let enter the read set."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, DeveloperError
from minivex.errors import LimitError
from minivex.functions.determinism import SeededRandom
from minivex.trace import ReadRange
from minivex.txn.limits import Limits
from minivex.txn.query import QueryScan
from minivex.txn.scan import QueryPlan, Scan
from minivex.txn.transaction import Transaction
from tests.engine.small_backend import Listener, conflicts, mutate, new_backend, query


@pytest.fixture
def backend() -> Backend:
    backend = new_backend()
    backend.load("users", [{"email": f"{n:03}@", "n": n} for n in range(200)])
    return backend


def of_three(q: Any) -> Any:
    return q.eq(q.mod(q.field("n"), 3), 0)


def ranges(backend: Backend, read: Any) -> list[str]:
    listener = Listener()
    forked = backend.fork(tracer=listener)
    query(forked, read)
    found = [event for event in listener.events if isinstance(event, ReadRange)]
    return [
        f"{forked.describe_range(event.index, event.interval)} {event.documents}"
        for event in found
        if event.index == "users.by_n"
    ]


def test_a_filter_that_raises_leaves_what_was_scanned_in_the_read_set(backend: Backend) -> None:
    async def reader(ctx: Any) -> None:
        by_n = ctx.db.query("users").with_index("by_n")
        with pytest.raises(DeveloperError, match="as a Boolean"):
            await by_n.filter(lambda q: q.or_(q.lt(q.field("n"), 5), q.field("n"))).collect()
        await ctx.db.insert("posts", {"body": "x"})

    def changing(n: int) -> Any:
        async def writer(ctx: Any) -> None:
            row = await ctx.db.query("users").with_index("by_n", lambda q: q.eq("n", n)).first()
            await ctx.db.patch(row["_id"], {"email": "new@"})

        return writer

    assert conflicts(backend, reader, changing(3))
    assert conflicts(backend, reader, changing(5)), "the row whose filter raised was read"
    assert not conflicts(backend, reader, changing(6))


@pytest.mark.parametrize("is_writer", [False, True])
def test_a_filter_reads_as_many_rows_as_the_limit_allows(backend: Backend, is_writer: bool) -> None:
    backend.limits = Limits(documents_read=150)
    reached: list[float] = []

    async def reader(ctx: Any) -> None:
        if is_writer:
            await ctx.db.insert("users", {"email": "own"})
        with pytest.raises(LimitError, match="Too many documents read"):
            await ctx.db.query("users").filter(lambda q: q.gte(q.field("n"), 140)).collect()
        metrics = await ctx.meta.get_transaction_metrics()
        reached.append(metrics["documentsRead"]["used"])

    mutate(backend, reader)
    assert reached == [151.0]


def test_a_filter_over_own_writes_sees_each_row_once(backend: Backend) -> None:
    backend.load("users", [{"email": f"more{n}", "n": 1000 + n} for n in range(1200)])

    async def reader(ctx: Any) -> list[float]:
        await ctx.db.insert("users", {"email": "own", "n": 3000})
        rows = await ctx.db.query("users").filter(lambda q: q.gte(q.field("n"), 190)).collect()
        return [row["n"] for row in rows]

    assert mutate(backend, reader) == [*range(190, 200), *range(1000, 2200), 3000]


def test_each_row_that_is_reached_is_one_more_read(backend: Backend) -> None:
    async def read(ctx: Any) -> None:
        seen = 0
        async for _ in ctx.db.query("users").with_index("by_n").filter(of_three):
            seen += 1
            if seen == 3:
                break

    assert [line.rpartition(" ")[2] for line in ranges(backend, read)] == ["1", "3", "3"]


def test_rows_fetched_ahead_are_fetched_once(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int | None] = []
    scan = Transaction.scan

    def counting(self: Transaction, *args: Any, **options: Any) -> Any:
        asked.append(args[4])
        return scan(self, *args, **options)

    monkeypatch.setattr(Transaction, "scan", counting)

    async def read(ctx: Any) -> list[float]:
        return [row["n"] async for row in ctx.db.query("users").order("desc").filter(of_three)]

    assert query(backend, read) == list(range(198, -1, -3))
    assert len(asked) == 5, "200 rows, 64 at a time, and the proof that there are no more"


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_inv27_iteration_sees_own_writes_as_it_reaches_them(backend: Backend, order: str) -> None:
    async def read(ctx: Any) -> list[float]:
        seen = []
        async for row in ctx.db.query("users").with_index("by_n").order(order).filter(of_three):
            seen.append(row["n"])
            if len(seen) == 2:
                step = 3 if order == "asc" else -3
                ahead = ctx.db.query("users").with_index(
                    "by_n", lambda q, row=row, step=step: q.eq("n", row["n"] + step)
                )
                await ctx.db.delete((await ahead.first())["_id"])
                await ctx.db.insert("users", {"email": "new@", "n": row["n"] + 2 * step})
            if len(seen) == 4:
                break
        return seen

    expected = [0, 3, 9, 9] if order == "asc" else [198, 195, 189, 189]
    assert mutate(backend, read) == expected


def test_a_scan_that_is_not_begun_records_nothing(backend: Backend) -> None:
    transaction = Transaction(backend.snapshots.pin(), now_ms=1, random=SeededRandom(1))
    scan = Scan(transaction, QueryPlan("users"))
    scan.record()
    assert len(transaction.reads) == 0
    assert len(scan.take(3)) == 3
    assert len(scan.take(None)) == 197
    assert scan.take(None) == []
    assert list(scan.rows()) == []
    assert len(transaction.reads) == 1


def test_a_table_that_does_not_exist_has_no_rows(backend: Backend) -> None:
    transaction = Transaction(backend.snapshots.pin(), now_ms=1, random=SeededRandom(1))
    for order in (None, "desc"):
        scan = Scan(transaction, QueryPlan("nowhere", order=order))
        assert scan.take(1) == []
        assert scan.passing(lambda _: True) == []
        assert scan.page(1, 100) == ([], [], 0)
        assert list(scan.rows()) == []
        scan.record()
    assert QueryScan(transaction, QueryPlan("nowhere")).next() is None
    assert len(transaction.reads) == 0
