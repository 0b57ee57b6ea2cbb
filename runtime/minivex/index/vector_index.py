"""A vector index: the documents whose vectors point most nearly the same way.

::

    score = cosine of the angle between two vectors      1 same way, 0 at right angles, -1 opposite

Vectors are kept as 32-bit floats of length one, so a score is one sum of products.

Source: docs "Vector Search"; convex-backend crates/vector/src.
Differs: Convex finds approximate neighbours in large tables; here every vector is looked at.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeGuard, TypeVar

from minivex.errors import SearchError
from minivex.index.index_key import Document, field_at
from minivex.index.sorted_map import SortedMap
from minivex.values.order import encode
from minivex.values.value import UNDEFINED, Undefined, Value, freeze

__all__ = [
    "VectorFilter",
    "VectorFilterBuilder",
    "VectorIndex",
    "compile_vector_filter",
    "is_finite",
]

FILTER_TERMS_MAX: Final = 64

Payload = TypeVar("Payload")


class VectorFilter:
    """Equalities of which one must hold; only ``q`` makes them."""

    __slots__ = ("equalities",)

    def __init__(self, equalities: tuple[tuple[str, Value | Undefined], ...]) -> None:
        self.equalities = equalities


class VectorFilterBuilder:
    """``q`` in the filter of a vector search."""

    __slots__ = ()

    def eq(self, field: str, value: Value | Undefined) -> VectorFilter:
        """Keep documents whose ``field`` is ``value``; ``UNDEFINED`` finds missing fields."""
        frozen = UNDEFINED if value is UNDEFINED else freeze(value, path=f"eq({field!r})")
        return VectorFilter(((field, frozen),))

    def or_(self, *parts: VectorFilter) -> VectorFilter:
        """Keep documents that one of the parts keeps.

        Cost: O(n).
        Raises: SearchError, if a part is not a filter.
        """
        if not all(isinstance(part, VectorFilter) for part in parts):
            raise SearchError("Filters should be a combination of `q.eq` and `q.or`.")
        return VectorFilter(tuple(equality for part in parts for equality in part.equalities))


def compile_vector_filter(
    build: Callable[[VectorFilterBuilder], object], index_name: str, filter_fields: Sequence[str]
) -> Callable[[Document], bool]:
    """The test that ``lambda q: …`` describes.

    Cost: O(n); the test then costs O(n) for each document.
    Raises: SearchError, when it is none, or names a field that the index does not filter by.
    """
    built = build(VectorFilterBuilder())
    if not isinstance(built, VectorFilter):
        raise SearchError("Filters should be a combination of `q.eq` and `q.or`.")
    if len(built.equalities) > FILTER_TERMS_MAX:
        raise SearchError(
            f"Vector query against {index_name} has too many filter conditions. "
            f"Max: {FILTER_TERMS_MAX} Actual: {len(built.equalities)}"
        )
    tests: list[tuple[tuple[str, ...], bytes]] = []
    for field, value in built.equalities:
        if field not in filter_fields:
            raise SearchError(
                f'Vector query against {index_name} contains an equality filter on "{field}" '
                "but that field isn't indexed for filtering in `filterFields`."
            )
        tests.append((tuple(field.split(".")), encode(value)))
    return lambda document: any(encode(field_at(document, path)) == key for path, key in tests)


class VectorIndex(Generic[Payload]):
    """The vectors in one field of all documents of a table.

    A document whose field is no array of ``dimensions`` numbers is not indexed.
    """

    __slots__ = ("_path", "_vectors", "dimensions")

    def __init__(self, field: str, dimensions: int) -> None:
        self._path = tuple(field.split("."))
        self.dimensions = dimensions
        self._vectors: SortedMap[tuple[array[float], Payload]] = SortedMap()

    def snapshot(self) -> VectorIndex[Payload]:
        """Make a second index with the same documents; each may change without the other.

        Cost: O(1).
        """
        other: VectorIndex[Payload] = VectorIndex.__new__(VectorIndex)
        other._path = self._path
        other.dimensions = self.dimensions
        other._vectors = self._vectors.snapshot()
        return other

    def put(self, document: Document, tail: bytes, payload: Payload) -> None:
        """Index a document; ``tail`` is what tells its key from those of all others.

        Cost: O(dimensions + log n).
        """
        vector = self._vector_of(document)
        if vector is not None:
            self._vectors.put(tail, (_unit(vector), payload))

    def remove(self, document: Document, tail: bytes) -> None:
        """Take out a document that was put in.

        Cost: O(dimensions + log n).
        """
        if self._vector_of(document) is not None:
            self._vectors.remove(tail)

    def nearest(
        self, vector: Sequence[float], limit: int, accepts: Callable[[Payload], bool]
    ) -> list[tuple[float, bytes, Payload]]:
        """The ``limit`` nearest documents as ``(score, tail, payload)``, the nearest first.

        Equally near ones come in the order of their tails.

        Cost: O(documents × dimensions).
        """
        wanted = _unit(vector)
        tails, entries = self._vectors.slice()
        found = [
            (_score(wanted, entry), tail, payload)
            for tail, (entry, payload) in zip(tails, entries, strict=True)
            if accepts(payload)
        ]
        found.sort(key=lambda result: (-result[0], result[1]))
        return found[:limit]

    @property
    def documents(self) -> int:
        """How many documents are indexed."""
        return len(self._vectors)

    def check_invariants(self) -> None:
        """Assert that every vector has its dimensions, and the length one unless it is zero.

        Cost: O(documents × dimensions).
        """
        self._vectors.check_invariants()
        for vector, _ in self._vectors.slice()[1]:
            assert len(vector) == self.dimensions, "others are not indexed"
            assert not any(vector) or math.isclose(math.hypot(*vector), 1.0, rel_tol=1e-5)

    def _vector_of(self, document: Document) -> list[float] | None:
        found = field_at(document, self._path)
        if not isinstance(found, list) or len(found) != self.dimensions:
            return None
        vector = [float(member) for member in found if _is_number(member)]
        return vector if len(vector) == len(found) and is_finite(vector) else None


def _is_number(member: object) -> TypeGuard[int | float]:
    return type(member) in (int, float)


def is_finite(vector: Sequence[float]) -> bool:
    """Whether every number has a 32-bit float near it."""
    return all(map(math.isfinite, array("f", vector)))


def _unit(vector: Sequence[float]) -> array[float]:
    """The vector of length one in the same direction; a vector of zeros stays as it is."""
    rounded = array("f", vector)
    length = math.hypot(*rounded) or 1.0
    return array("f", [member / length for member in rounded])


def _score(one: array[float], other: array[float]) -> float:
    return array("f", [math.fsum(map(float.__mul__, one, other))])[0]
