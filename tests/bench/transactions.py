"""Workloads of several transactions at once: contention, age, every schedule."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from tests.bench.adapter import Adapter, OpenTransaction, committed
from tests.bench.clock import cpu_seconds
from tests.bench.documents import make_documents
from tests.bench.timing import Measured, median
from tests.bench.world import World

__all__ = ["counters", "old_transaction", "schedules", "schedules_as_calls"]

WATCH_EVERY = 64


def counters(world: World, seconds: float, *, at_once: int, hot: bool) -> Measured:
    """W7, W13: transactions that raise counters, begun together; microseconds of a commit.

    ``hot``: all raise one counter, so all but the first of a round must try again. Otherwise
    each has its own.
    """
    adapter = world.adapter
    ids = world.ids[:at_once]
    targets = [ids[0] if hot else id for id in ids]
    before = sum(adapter.get(id)["n"] for id in ids)
    aborts = commits = 0
    deadline = perf_counter() + seconds
    start = cpu_seconds()
    while not commits or perf_counter() < deadline:
        begun = [(_raised(world, id), id) for id in targets]
        for first, id in begun:
            transaction = first
            while not committed(transaction):
                aborts += 1
                transaction = _raised(world, id)
            commits += 1
    us = (cpu_seconds() - start) * 1e6 / commits
    is_exact = sum(adapter.get(id)["n"] for id in ids) - before == commits
    return Measured(us, {"aborts": round(aborts / commits, 3), "exact": is_exact})


def _raised(world: World, id: object) -> OpenTransaction:
    transaction = world.adapter.begin()
    transaction.patch(id, {"n": transaction.get(id)["n"] + 1})
    return transaction


def old_transaction(world: World, seconds: float, *, age: int) -> Measured:
    """W8: the commit of a transaction with four range reads, ``age`` unrelated commits old."""
    del seconds
    adapter = world.adapter
    channels = sorted({one["channel"] for one in world.documents})[:4]
    others = make_documents(50, channels=1, seed=11)
    for other in others:
        other["channel"] = "zz"
    times = []
    for repetition in range(max(3, min(30, 3_000 // (age + 1)))):
        transaction = adapter.begin()
        for channel in channels:
            transaction.range(channel, 0.0, 1e9, 50)
        for number in range(age):
            adapter.insert(others[number % 50])
        transaction.patch(world.ids[0], {"n": 1.0 + repetition})
        start = cpu_seconds()
        is_committed = committed(transaction)
        times.append(cpu_seconds() - start)
        if not is_committed:
            raise AssertionError("a false conflict")
    return Measured(median(times) * 1e6)


def schedules(world: World, seconds: float, *, lanes: int, steps: int) -> Measured:
    """W11: ``lanes`` transactions of ``steps`` steps in every order, each from one snapshot.

    Each begins and reads one document, reads another, writes one, and commits. Microseconds of
    one order, coming back included.
    """
    adapter = world.adapter
    first, second = world.ids[:2]
    orders = list(_orders([steps] * lanes))
    has_snapshots = type(adapter).snapshot is not Adapter.snapshot
    aborted = done = 0
    begun = perf_counter()
    start = cpu_seconds()
    while not done or perf_counter() - begun < seconds:
        for order in orders:
            kept = adapter.snapshot() if has_snapshots else None
            open_ones: dict[int, OpenTransaction] = {}
            at = [0] * lanes
            seen = [0.0] * lanes
            for lane in order:
                step = at[lane]
                at[lane] += 1
                if step == 0:
                    transaction = open_ones[lane] = adapter.begin()
                    seen[lane] = transaction.get(first)["n"]
                elif step == steps - 1:
                    aborted += not committed(open_ones[lane])
                elif step == steps - 2:
                    open_ones[lane].patch(first if lane else second, {"n": seen[lane] + 1.0})
                else:
                    seen[lane] += open_ones[lane].get(second)["n"]
            if has_snapshots:
                adapter.restore(kept)
            else:
                adapter.reset([first, second])
            done += 1
            if done % WATCH_EVERY == 0 and perf_counter() - begun > seconds * 4:
                break
    us = (cpu_seconds() - start) * 1e6 / done
    return Measured(us, {"schedules": len(orders), "abort_rate": round(aborted / done, 3)})


def _orders(left: list[int]) -> Iterator[tuple[int, ...]]:
    """Every order in which lanes with so many steps left can move."""
    if not any(left):
        yield ()
    for lane, steps in enumerate(left):
        if steps:
            rest = [*left[:lane], steps - 1, *left[lane + 1 :]]
            for order in _orders(rest):
                yield (lane, *order)


def schedules_as_calls(world: World, seconds: float) -> Measured:
    """W11c: two mutations of three steps, as calls with handlers, in every order of their moves."""
    adapter = world.adapter
    orders = list(_orders([5, 5]))
    begun = perf_counter()
    start = cpu_seconds()
    done = 0
    while not done or perf_counter() - begun < seconds:
        for order in orders:
            kept = adapter.snapshot()
            adapter.play(order)
            adapter.restore(kept)
            done += 1
            if done % WATCH_EVERY == 0 and perf_counter() - begun > seconds * 4:
                break
    return Measured((cpu_seconds() - start) * 1e6 / done, {"schedules": len(orders)})
