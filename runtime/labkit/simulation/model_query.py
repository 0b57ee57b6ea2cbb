"""The slow model's reads: sort the whole table, go through it, and say how far.

A read that stops depends on the range up to the document it stopped at; one that reaches the
end depends on all of it. Rejected documents were looked at like all others.

Source: docs "Reading Data", "Indexes", "Filtering" and "Paginated Queries".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from labkit.simulation.memory import NONSENSE, Memory
from labkit.simulation.ordering import Rank, rank
from labkit.simulation.program import Filter, Find
from labkit.simulation.reads import Range
from labkit.simulation.refusals import Refusal, refuse
from labkit.simulation.schemas import AUTOMATIC
from labkit.simulation.versions import Doc, Key, Version, in_order

__all__ = ["ModelReader", "Place"]

SPLIT_MIN = 3


class Place(NamedTuple):
    """Where a page ended: the query it belongs to, and the last key; ``None`` is the end."""

    query: str
    after: Key | None


class ModelReader:
    """The tables as a transaction sees them, and what it has read of them."""

    def __init__(self, version: Version, memory: Memory[Place]) -> None:
        self.tables = version.tables
        self.numbers = version.numbers
        self.indexes = version.indexes
        self.building = version.building
        self.memory = memory
        self.reads: list[Range] = []
        self.page_end: Place | None = None

    def owner_of(self, id: str, method: str, table: str | None, number: int | None) -> str | None:
        """The table that an id belongs to; ``None`` if it is not there yet, or no longer."""
        if id == NONSENSE:
            refuse("IdDecodeError")
        owner = next((name for name, taken in self.numbers.items() if taken == number), None)
        if owner is not None and table is not None and owner != table:
            refuse(
                "InvalidArgumentError",
                f"Invalid argument `id` for `db.{method}`: "
                f'expected to be an Id<"{table}">, got Id<"{owner}"> instead.',
            )
        return owner

    def look_up(self, owner: str, id: str) -> Doc | None:
        """Read one document, there or not."""
        self.reads.append(Range(owner, ("_id",), (rank(id),)))
        return self.tables[owner].get(id)

    def open(self, find: Find) -> Range | None:
        """The range that a query means; ``None`` for a table that is not there."""
        if find.table not in self.numbers:
            if find.label not in AUTOMATIC:
                refuse("IndexNotFoundError", f"Index {find.table}.{find.label} not found.")
            return None
        paths = AUTOMATIC.get(find.label) or self.indexes.get(find.table, {}).get(find.label)
        if paths is None and find.label in self.building.get(find.table, ()):
            refuse(
                "IndexNotFoundError",
                f"Index {find.table}.{find.label} is currently backfilling and not available to "
                "query yet.",
            )
        if paths is None:
            refuse("IndexNotFoundError", f"Index {find.table}.{find.label} not found.")
        return self._range(find, paths)

    def go(self, read: Range) -> list[Doc]:
        """The documents of a range, in the order of the scan."""
        docs = [doc for doc in self.tables[read.table].values() if read.holds(doc)]
        return in_order(docs, read.paths, is_backwards=read.is_backwards)

    def accepted(self, read: Range, filters: tuple[Filter, ...]) -> Iterator[tuple[Doc, bool]]:
        """Each document in turn, and whether the filters let it pass.

        A filter that cannot be evaluated ends the scan at that document, which was read.
        """
        for doc in self.go(read):
            try:
                is_accepted = all(self._passes(doc, test) for test in filters)
            except Refusal:
                self.reads.append(read._replace(through=doc.key(read.paths)))
                raise
            yield doc, is_accepted

    def some(self, find: Find, limit: int | None) -> list[Doc]:
        """The first ``limit`` documents that the filters accept."""
        read = self.open(find)
        found: list[Doc] = []
        if read is None or limit == 0:
            return found
        for doc, is_accepted in self.accepted(read, find.filters):
            if is_accepted:
                found.append(doc)
                if len(found) == limit:
                    self.reads.append(read._replace(through=doc.key(read.paths)))
                    return found
        self.reads.append(read)
        return found

    def page(self, find: Find, start: Place | None) -> tuple[list[Doc], bool, bool, Place]:
        """One page: documents, whether it is the last, whether it can be split, and its end.

        A page that is read again ends where it ended first, however many documents that are.
        """
        if find.n == 0:
            refuse("PaginationError", "Must request at least 1 document while paginating")
        query = repr(find._replace(ending="paginate", n=0, order=find.order or "asc"))
        read = self.open(find)
        end = self.page_end
        if any(place is not None and place.query != query for place in (start, end)):
            refuse("InvalidCursorError")
        found: list[Doc] = []
        scanned = 0
        if read is not None and not (start is not None and start.after is None):
            read = read._replace(
                after=None if start is None else start.after,
                through=None if end is None else end.after,
            )
            for doc, is_accepted in self.accepted(read, find.filters):
                scanned += 1
                if is_accepted:
                    found.append(doc)
                    if end is None and len(found) == find.n:
                        key = doc.key(read.paths)
                        self.reads.append(read._replace(through=key))
                        return found, False, scanned >= SPLIT_MIN, Place(query, key)
            self.reads.append(read)
        place = end or Place(query, None)
        return found, place.after is None, scanned >= SPLIT_MIN, place

    def _range(self, find: Find, paths: tuple[str, ...]) -> Range:
        bounds: dict[str, tuple[Rank, bool]] = {}
        equal: dict[str, Rank] = {}
        bounded: set[str] = set()
        for op, field, operand in find.conditions:
            value = rank(self.memory.value_of(operand))
            if op == "eq":
                if field in equal:
                    refuse("IndexRangeError")
                equal[field] = value
            else:
                bounds["lower" if op in ("gt", "gte") else "upper"] = (value, op in ("gte", "lte"))
                bounded.add(field)
        used = paths[: len(equal) + len(bounded)]
        if set(used[: len(equal)]) != set(equal) or set(used[len(equal) :]) != bounded:
            refuse("IndexRangeError")
        lower, is_lower_in = bounds.get("lower", (None, True))
        upper, is_upper_in = bounds.get("upper", (None, True))
        return Range(
            find.table,
            paths,
            tuple(equal[field] for field in used[: len(equal)]),
            lower,
            is_lower_in,
            upper,
            is_upper_in,
            is_backwards=find.order == "desc",
        )

    def _passes(self, doc: Doc, test: Filter) -> bool:
        left = doc.at(test.field)
        if test.op == "raw":
            if not isinstance(left, bool):
                refuse("DeveloperError")
            return left
        a, b = rank(left), rank(self.memory.value_of(test.value))
        match test.op:
            case "eq":
                return a == b
            case "neq":
                return a != b
            case "gt":
                return a > b
            case "gte":
                return a >= b
            case "lt":
                return a < b
            case _:
                return a <= b
