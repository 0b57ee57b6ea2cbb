"""Which documents lie in what a transaction has recorded as read, index by index."""

from __future__ import annotations

from labkit.simulation.memory import Memory
from minivex.index.index_key import id_key
from minivex.txn.transaction import Transaction

__all__ = ["covered"]


def covered(transaction: Transaction, memory: Memory[str]) -> dict[tuple[str, str], set[str]]:
    """By table and index the ids of documents that it saw, and on ``by_id`` of any it can know."""
    reads = transaction.reads
    found_by_index: dict[tuple[str, str], set[str]] = {}
    for index in reads.indexes():
        intervals = reads.intervals(index)
        table, _, label = index.name.partition(".")
        if label == "by_id":
            known = {*memory.own, *(slot.id for slot in memory.slots)}
            found = {id for id in known if id_key(id) in intervals}
        else:
            _, revisions = transaction.snapshot.scan(
                table, index, b"", None, None, is_reverse=False
            )
            found = {
                str(revision.document["_id"])
                for revision in revisions
                if revision.keys[index.position] in intervals
            }
        if found:
            found_by_index[table, label] = found
    return found_by_index
