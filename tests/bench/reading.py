"""Workloads that read: ranges, single documents, scans, pages, searches."""

from __future__ import annotations

from tests.bench.clock import cpu_seconds
from tests.bench.documents import make_nested, mixed
from tests.bench.timing import Measured, microseconds
from tests.bench.world import World

__all__ = ["nested", "paginate_all", "point_get", "range_of_50", "scan_and_filter", "search"]

WORDS = ["w900 w901", "w10 w500", "w3 w999", "w250 w251"]


def range_of_50(world: World, seconds: float) -> Measured:
    """W2: one query that takes 50 documents of a channel by an index."""
    adapter = world.adapter
    channels = [world.channel(number) for number in range(200)]
    us = microseconds(lambda at: adapter.range(channels[at % 200], 0.0, 1000.0, 50), seconds)
    seen = [mixed(adapter.range(channel, 100.0, 900.0, 30)) for channel in channels[:3]]
    return Measured(us, sum(seen))


def point_get(world: World, seconds: float) -> Measured:
    """W3: one query that gets one document."""
    adapter = world.adapter
    ids = [world.id(number) for number in range(500)]
    us = microseconds(lambda at: adapter.get(ids[at % 500]), seconds)
    return Measured(us, mixed([adapter.get(id) for id in ids[:50]]))


def scan_and_filter(world: World, seconds: float) -> Measured:
    """W4: one query that looks at every document and keeps one in a hundred."""
    us = microseconds(lambda _: world.adapter.scan(), seconds)
    return Measured(us, mixed(world.adapter.scan()))


def paginate_all(world: World, seconds: float) -> Measured:
    """W5: all documents in pages of 100, each page a query; microseconds of a document."""
    del seconds
    cursor, seen = None, 0
    start = cpu_seconds()
    while True:
        documents, cursor = world.adapter.page(cursor, 100)
        seen += mixed(documents) + len(documents)
        if cursor is None:
            return Measured((cpu_seconds() - start) * 1e6 / world.count, seen)


def search(world: World, seconds: float) -> Measured:
    """W10: one query that searches for two words and takes the ten best documents."""
    adapter = world.adapter
    us = microseconds(lambda at: adapter.search(WORDS[at & 3], 10), seconds)
    return Measured(us, [len(adapter.search(words, 10)) for words in WORDS])


def nested(world: World, seconds: float, *, write: bool) -> Measured:
    """W14: insert, or get, one document of about 40 values, four levels deep."""
    documents = make_nested(200)
    world.fresh([])
    adapter = world.adapter
    adapter.open_nested(documents)
    if write:
        return Measured(
            microseconds(lambda at: adapter.insert_nested(documents[at % 200]), seconds)
        )
    ids = [adapter.insert_nested(one) for one in documents]
    us = microseconds(lambda at: adapter.get_nested(ids[at % 200]), seconds)
    return Measured(us, len(adapter.get_nested(ids[7])["lines"]))
