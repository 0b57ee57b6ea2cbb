"""Everything that is measured, by the name it has in the table.

A workload gets a ``World``: a contender with its documents. It gives the microseconds of one
operation, and a check that all contenders must agree on.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from tests.bench import live_workloads, reading, transactions, writing
from tests.bench.documents import make_documents
from tests.bench.timing import Measured
from tests.bench.world import World

__all__ = ["WORKLOADS", "load", "memory"]

Workload: TypeAlias = Callable[..., Measured]

WORKLOADS: Final[dict[str, Workload]] = {
    "W1": writing.insert_one,
    "W2": reading.range_of_50,
    "W3": reading.point_get,
    "W4": reading.scan_and_filter,
    "W5": reading.paginate_all,
    "W6": live_workloads.commit_that_wakes_one,
    "W7": transactions.counters,
    "W8": transactions.old_transaction,
    "W9": writing.snapshot_write_restore,
    "W9h": writing.jump_between_snapshots,
    "W10": reading.search,
    "W11": transactions.schedules,
    "W11c": transactions.schedules_as_calls,
    "W12": live_workloads.cache_hit,
    "W13": transactions.counters,
    "W14": reading.nested,
    "W15": writing.scheduled_jobs,
}
"""By name. W13 is W7 with 64 at once. Loading is W1 too."""


def load(world: World, count: int) -> Measured:
    """W1: begin anew with ``count`` documents; microseconds of each."""
    documents = make_documents(count)
    us = world.fresh(documents)
    world.ids = world.adapter.ids()
    gc.collect()
    gc.freeze()
    return Measured(us, len(world.ids))


def memory(world: World, count: int) -> Measured:
    """Bytes of each of ``count`` documents with its index entries (in the field of the time)."""
    import tracemalloc

    documents = make_documents(count)
    gc.collect()
    tracemalloc.start()
    adapter = world.make()
    adapter.open([one.copy() for one in documents])
    gc.collect()
    used: Any = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    own = getattr(adapter, "bytes_used", None)
    return Measured((used if own is None else own()) / count)
