"""What a read depends on, as a question about one document: would it have been looked at?

A read covers a range of an index, from where the scan began to where it stopped. It covers
documents that are not there as well: whoever puts one in changes the answer.

One oddity is Convex's own. A range is cut out of keys made of bytes, where a text ends in a
zero byte and a zero inside a text is written as two bytes, of which it is the first. So the key
of ``"a\\0b"`` begins with the whole key of ``"a"``: ``eq("x", "a")`` and ``lte("x", "a")`` find
it too, and ``gt("x", "a")`` does not. The same goes for bytes.

Source: docs "Indexes"; convex-backend crates/common/src/query.rs and crates/value/src/sorting.rs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from labkit.simulation.ordering import Rank
from labkit.simulation.versions import Changes, Doc, Key

__all__ = ["Range", "touched"]


class Range(NamedTuple):
    """A part of an index: ``equal`` to its first fields, bounds on the next, and where it was cut.

    ``after`` and ``through`` are whole keys; a scan goes from the one to the other.
    """

    table: str
    paths: tuple[str, ...]
    equal: tuple[Rank, ...]
    lower: Rank | None = None
    is_lower_in: bool = True
    upper: Rank | None = None
    is_upper_in: bool = True
    after: Key | None = None
    through: Key | None = None
    is_backwards: bool = False

    def holds(self, doc: Doc) -> bool:
        """Whether ``doc`` stands in this part of the index."""
        return self.holds_key(doc.key(self.paths))

    def holds_key(self, key: Key) -> bool:
        """Whether a document with this key would."""
        width = len(self.equal)
        if key[:width] != self.equal:
            if self.upper is not None or not width or key[: width - 1] != self.equal[:-1]:
                return False
            if not _extends(key[width - 1], self.equal[-1]):
                return False
        elif (self.lower or self.upper) and not self._bounds(key[width]):
            return False
        if self.is_backwards:
            return (self.after is None or key < self.after) and (
                self.through is None or key >= self.through
            )
        return (self.after is None or key > self.after) and (
            self.through is None or key <= self.through
        )

    def _bounds(self, part: Rank) -> bool:
        """Whether ``part`` of a key lies between the bounds."""
        lower, upper = self.lower, self.upper
        if lower is not None:
            if self.is_lower_in:
                if part < lower:
                    return False
            elif part <= lower or _extends(part, lower):
                return False
        if upper is None or part < upper:
            return True
        return self.is_upper_in and (part == upper or _extends(part, upper))


def _extends(part: Rank, short: Rank) -> bool:
    """Whether ``part`` is a text or bytes that go on after ``short`` with a zero."""
    longer, shorter = part[-1], short[-1]
    return (
        part[0] == short[0]
        and isinstance(longer, bytes)
        and isinstance(shorter, bytes)
        and longer.startswith(shorter + b"\0")
    )


def touched(reads: Sequence[Range], changes: Changes) -> list[Doc]:
    """The changed documents that were read, or would have been: before or after the change."""
    return [
        doc
        for change in changes
        for doc in change
        if doc is not None and any(read.table == doc.table and read.holds(doc) for read in reads)
    ]
