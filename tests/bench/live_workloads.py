"""Workloads of live queries: a commit that wakes one of many, an answer from the cache."""

from __future__ import annotations

import gc

from tests.bench.clock import cpu_seconds
from tests.bench.documents import make_documents
from tests.bench.timing import Measured, median, microseconds
from tests.bench.world import World

__all__ = ["cache_hit", "commit_that_wakes_one"]

COMMITS = 60
AT_ONCE = 12
"""Commits between two looks at the clock."""


class _Live:
    """How many live queries there are, of which shape, and what they have heard."""

    def __init__(self, queries: int, shape: str) -> None:
        self.key = (queries, shape)
        self.heard = 0
        self.written = 0
        self.subscribe_us = 0.0

    def hear(self, _: object) -> None:
        self.heard += 1


def commit_that_wakes_one(world: World, seconds: float, *, queries: int, shape: str) -> Measured:
    """W6: a commit that lands in exactly one of ``queries`` live queries.

    ``shape`` "prefix": each watches a channel. "range": each watches its part of one channel.
    """
    del seconds
    live = world.live
    if live is None or live.key != (queries, shape):
        live = _subscribed(world, queries, shape)
    documents = make_documents(50, channels=1, seed=9)
    before = live.heard
    to_insert = []
    for number in range(COMMITS):
        live.written += 1
        document = dict(documents[number % 50])
        woken = live.written * 7919 % queries
        if shape == "prefix":  # always the first document of its query
            document["channel"], document["score"] = f"c{woken:06d}", float(-live.written)
        else:
            document["channel"] = "c000000"
            document["score"] = woken + (50_000 - live.written) / 100_000
        to_insert.append(document)
    insert, times = world.adapter.insert, []
    for first in range(0, COMMITS, AT_ONCE):
        some = to_insert[first : first + AT_ONCE]
        start = cpu_seconds()
        for document in some:
            insert(document)
        times.append((cpu_seconds() - start) / AT_ONCE)
    check = {"exact": live.heard - before == COMMITS, "subscribe_us": round(live.subscribe_us, 1)}
    return Measured(median(times) * 1e6, check)


def cache_hit(world: World, seconds: float) -> Measured:
    """W12: a query whose answer is known, asked by another client: subscribe, hear, go."""
    if world.live is None or world.live.key != (100, "prefix"):
        _subscribed(world, 100, "prefix")
    adapter = world.adapter
    return Measured(microseconds(lambda at: adapter.ask_again(f"c{at % 100:06d}"), seconds))


def _subscribed(world: World, queries: int, shape: str) -> _Live:
    """Begin anew, with ``queries`` live queries."""
    count = max(queries, 1_000)
    documents = make_documents(count, channels=queries if shape == "prefix" else 1)
    if shape == "range":
        for position, document in enumerate(documents):
            document["score"] = float(position)
    world.fresh(documents)
    live = world.live = _Live(queries, shape)
    subscribe = world.adapter.subscribe
    start = cpu_seconds()
    for number in range(queries):
        if shape == "prefix":
            subscribe(f"c{number:06d}", -1e5, 1e5, 20, live.hear)
        else:
            subscribe("c000000", float(number), float(number + 1), 20, live.hear)
    live.subscribe_us = (cpu_seconds() - start) / queries * 1e6
    gc.collect()
    gc.freeze()
    return live
