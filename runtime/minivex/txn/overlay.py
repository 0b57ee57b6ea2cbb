"""Own writes laid over the rows of a snapshot: what a transaction sees of an interval.

::

    snapshot      a   c   e   g          rows with a pending change are taken out …
    own writes      b   c→f   e gone
    seen          a b     f   g          … and put back under their new key, if they have one

A transaction that wants n rows fetches n and as many more as it has pending changes: no more
than those can be taken out, so no row beyond the fetched ones can come into the first n.
"""

from __future__ import annotations

from minivex.index.interval import Interval
from minivex.store.revision import Revision
from minivex.store.snapshot_manager import Change
from minivex.store.table_registry import Index

__all__ = ["Rows", "overlay"]

Rows = tuple[list[bytes], list[Revision]]


def overlay(
    rows: Rows,
    pending: dict[str, Change],
    index: Index,
    interval: Interval,
    limit: int | None,
    *,
    is_reverse: bool,
) -> Rows:
    """The first ``limit`` rows of ``interval`` with ``pending`` changes applied.

    ``rows`` are in scan direction, and are all of the interval or ``len(pending)`` too many.

    Cost: O((k + w) log (k + w)) for k rows and w pending changes.
    """
    position = index.position
    seen = [row for row in zip(*rows, strict=True) if str(row[1].document["_id"]) not in pending]
    for _, _, revision in pending.values():
        if revision is not None and interval.covers(revision.keys[position]):
            seen.append((revision.keys[position], revision))
    seen.sort(key=_key_of, reverse=is_reverse)
    if limit is not None:
        del seen[limit:]
    return [key for key, _ in seen], [revision for _, revision in seen]


def _key_of(row: tuple[bytes, Revision]) -> bytes:
    return row[0]
