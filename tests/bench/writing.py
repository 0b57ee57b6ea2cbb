"""Workloads that write, undo what was written, or schedule it."""

from __future__ import annotations

from time import perf_counter

from tests.bench.clock import cpu_seconds
from tests.bench.documents import make_documents
from tests.bench.timing import Measured, median, microseconds
from tests.bench.world import World

__all__ = ["insert_one", "jump_between_snapshots", "scheduled_jobs", "snapshot_write_restore"]

INSERTS_MAX = 1_000
INSERTS_AT_ONCE = 20
"""Inserts between two looks at the clock, which costs a microsecond itself."""
HELD = 50
JOBS = 200


def insert_one(world: World, seconds: float) -> Measured:
    """W1: one mutation that inserts one document, into a channel of its own."""
    adapter = world.adapter
    documents = make_documents(200, channels=max(1, world.count // 50), seed=7)
    for document in documents:
        document["channel"] = "z" + document["channel"]
    deadline = perf_counter() + seconds
    times: list[float] = []
    for first in range(0, INSERTS_MAX, INSERTS_AT_ONCE):
        some = documents[first % 200 : first % 200 + INSERTS_AT_ONCE]
        start = cpu_seconds()
        for document in some:
            adapter.insert(document)
        times.append((cpu_seconds() - start) / INSERTS_AT_ONCE)
        if perf_counter() > deadline:
            break
    return Measured(median(times) * 1e6)


def snapshot_write_restore(world: World, seconds: float) -> Measured:
    """W9: keep the database as it is, insert one document, come back."""
    adapter = world.adapter
    (document,) = make_documents(1, seed=5)

    def once(_: int) -> None:
        kept = adapter.snapshot()
        adapter.insert(document)
        adapter.restore(kept)

    return Measured(microseconds(once, seconds))


def jump_between_snapshots(world: World, seconds: float) -> Measured:
    """W9h: hold 50 states, one insert apart, and jump between them; microseconds of both."""
    del seconds
    adapter = world.adapter
    (document,) = make_documents(1, seed=5)
    base = adapter.snapshot()
    start = cpu_seconds()
    held = [(adapter.insert(document), adapter.snapshot()) for _ in range(HELD)]
    is_exact = True
    for number in range(HELD):
        at = number * 37 % HELD
        id, snapshot = held[at]
        adapter.restore(snapshot)
        is_exact &= bool(adapter.get(id))
        is_exact &= at + 1 == HELD or not adapter.get(held[at + 1][0])
    us = (cpu_seconds() - start) * 1e6 / HELD
    adapter.restore(base)
    return Measured(us, {"exact": is_exact})


def scheduled_jobs(world: World, seconds: float) -> Measured:
    """W15: mutations that are scheduled by one and run when due; microseconds of a job."""
    ran = 0
    deadline = perf_counter() + seconds
    start = cpu_seconds()
    while not ran or perf_counter() < deadline:
        ran += world.adapter.run_jobs(JOBS)
    us = (cpu_seconds() - start) * 1e6 / ran
    return Measured(us, {"exact": ran % JOBS == 0})
