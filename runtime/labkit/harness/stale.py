"""The read that was overtaken: what a call saw, what somebody else made of it, what the call wrote all the same.

```
 a  read jobs#1 ────────────────────────────── write jobs#1
 b                 write jobs#1, commit                        nothing noticed
```

Within one transaction the commit check rules this out. Between the transactions of an action nothing does.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from labkit.harness.history import History, Read, Transaction, Write

__all__ = ["StaleRead", "stale_read"]


@dataclass(frozen=True, slots=True)
class StaleRead:
    """A call that read in one transaction and went on in another, after somebody else's commit."""

    call: str
    read: Read
    read_ts: int
    other: str
    other_ts: int
    document: str
    """The id of what the other one changed; what the call wrote too, if there is such a document."""

    landed: Write
    """What the other one wrote into the place that was read."""

    write: Write | None
    """The call's own later write to it, if there is one."""

    is_blind: bool
    """Whether the writing transaction read nothing but what its write itself looks up."""


def stale_read(history: History) -> StaleRead | None:
    """The first read that was overtaken before its call had ended; None if there is none.

    One that was followed by a write to the same document comes before others. Within one transaction the
    commit check rules this out. Between the transactions of an action nothing does.
    """
    settled = history.settled()
    found = [
        stale
        for position, later in enumerate(settled)
        for reader in settled[:position]
        if reader.call == later.call
        for other in settled
        if (stale := _overtaken(reader, other, later, history)) is not None
    ]
    return next((stale for stale in found if stale.write is not None), found[0] if found else None)


def _overtaken(
    reader: Transaction, other: Transaction, later: Transaction, history: History
) -> StaleRead | None:
    """Whether ``other`` changed what ``reader`` saw before ``later``, of the same call, took effect."""
    end_ts = later.begin_ts + 1 if later.commit_ts is None else later.commit_ts
    if other.call == later.call or other.commit_ts is None:
        return None
    read = _read_of(reader, history.keys.get(other.commit_ts, {}))
    if read is None or not reader.begin_ts < other.commit_ts < end_ts:
        return None
    written = [write.id for write in other.writes]
    write = next((write for write in later.writes if write.id in written), None)
    own_lines = {each.line for each in later.writes}
    table = read.index.partition(".")[0]
    there = [each for each in other.writes if each.table == table] or list(other.writes)
    return StaleRead(
        call=later.call,
        read=read,
        read_ts=reader.begin_ts,
        other=other.call,
        other_ts=other.commit_ts,
        document=write.id if write is not None else written[0],
        landed=next(
            (each for each in there if write is not None and each.id == write.id), there[0]
        ),
        write=write,
        is_blind=all(each.line in own_lines for each in later.reads),
    )


def _read_of(reader: Transaction, changed: Mapping[str, frozenset[bytes]]) -> Read | None:
    """The first read of ``reader`` that holds one of the changed keys."""
    for read in reader.reads:
        if any(read.interval.covers(key) for key in changed.get(read.index, ())):
            return read
    return None
