"""What a transaction has read: intervals of keys, per index.

Not the documents it got, but the part of each index it looked at. That is why an
empty answer is remembered too: a document that appears in the interval later would
have changed the answer.

=========================  =================================================
read                       recorded
=========================  =================================================
``get(id)``                the one key of ``by_id``, found or not
``collect()``              the whole range asked for
``take(n)``, ``first()``   from where the scan began through the n-th row
``.filter(…)``             the same as without it: everything scanned
``patch`` and the like     the key of ``by_id``: they read what they change
text search                the words asked for and the filters, not what was found
=========================  =================================================

Source: docs "OCC and Atomicity"; convex-backend crates/database/src/reads.rs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from minivex.index.interval import Interval, IntervalSet
from minivex.index.text_filter import TextQuery
from minivex.store.table_registry import Index

__all__ = ["ReadSet", "TextRead", "after_key", "point"]


def after_key(key: bytes) -> bytes:
    """The end of an interval that has ``key`` as its last one. Every key ends in ``00``."""
    return key[:-1] + b"\x01"


def point(key: bytes) -> Interval:
    """The interval that holds ``key`` and no other key of an index."""
    return Interval(key, after_key(key))


class TextRead(NamedTuple):
    """A text search: the index it read (``table.index``), and what it asked for."""

    table: str
    index_name: str
    query: TextQuery


class ReadSet:
    """``ranges`` of indexes, in the order they were read; they merge when someone looks.

    Every read adds one, and most transactions end without anybody looking. So the list is all
    there is, and a read costs one append.

    ``texts`` are the text searches. A document that a search would find, before or after a
    change, is part of what it read.
    """

    __slots__ = ("ranges", "texts")

    def __init__(self) -> None:
        self.ranges: list[tuple[Index, bytes, bytes | None]] = []
        self.texts: tuple[TextRead, ...] = ()

    def record(self, index: Index, start: bytes, end: bytes | None) -> None:
        """Add ``[start, end)`` of ``index``.

        Cost: O(1).
        """
        self.ranges.append((index, start, end))

    def indexes(self) -> Iterator[Index]:
        """The indexes that were read at all, in the order of their first read.

        Cost: O(n) for n reads.
        """
        return iter(dict.fromkeys([index for index, _, _ in self.ranges]))

    def intervals(self, index: Index) -> IntervalSet:
        """What was read of ``index``.

        Cost: O(n log n) for n reads.
        """
        return IntervalSet([(start, end) for read, start, end in self.ranges if read is index])

    def user_ranges(self) -> int:
        """Disjoint intervals over all indexes, and text searches; the system's are left out.

        Cost: O(n log n) for n reads.
        """
        indexes = [index for index in self.indexes() if not index.name.startswith("_")]
        return sum(len(self.intervals(index)) for index in indexes) + len(self.texts)

    def __len__(self) -> int:
        """Disjoint intervals over all indexes."""
        return sum(len(self.intervals(index)) for index in self.indexes())
