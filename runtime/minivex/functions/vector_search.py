"""``ctx.vector_search``: the nearest documents, outside every transaction.

Source: docs "Vector Search"; npm-packages/convex/src/server/impl/vector_search_impl.ts;
convex-backend crates/vector/src.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypedDict, cast

from minivex.errors import IndexNotFoundError, SearchError
from minivex.index.index_key import Document
from minivex.index.vector_index import (
    VectorFilterBuilder,
    VectorIndex,
    compile_vector_filter,
    is_finite,
)
from minivex.store.revision import Revision
from minivex.store.snapshot import Snapshot

__all__ = ["VectorResult", "vector_search"]

RESULTS_MAX: Final = 256


class VectorResult(TypedDict):
    """A document that is near: load it by a query, which may find it gone."""

    _id: str
    _score: float


def vector_search(
    snapshot: Snapshot,
    table_name: str,
    index_name: str,
    *,
    vector: object,
    limit: object,
    accepts: Callable[[VectorFilterBuilder], object] | None,
) -> list[VectorResult]:
    """The ``limit`` documents nearest to ``vector``, the nearest first.

    Cost: O(documents × dimensions).
    Raises: IndexNotFoundError or SearchError.
    """
    name = f"{table_name}.{index_name}"
    table = snapshot.registry.by_name.get(table_name)
    if table is None:
        raise IndexNotFoundError(f"Index {name} not found.")
    definition = table.vector_index(index_name)
    if not isinstance(vector, list | tuple) or not vector:
        raise SearchError("`vector` must be a non-empty Array in vectorSearch")
    if len(vector) != definition.dimensions:
        raise SearchError(
            f"Expected a vector with dimensions {definition.dimensions}, received {len(vector)}."
        )
    numbers = [number for number in vector if isinstance(number, int | float)]
    if len(numbers) < len(vector) or not is_finite(numbers):
        raise SearchError(
            "`vector` must consist of finite numbers. Look for a None, a text or a NaN in it."
        )
    if isinstance(limit, float) and limit.is_integer():
        limit = int(limit)
    if type(limit) is not int or limit < 1:
        raise SearchError("`limit` must be a positive number in vectorSearch")
    if limit > RESULTS_MAX:
        raise SearchError(
            f"Vector queries can fetch at most {RESULTS_MAX} results, requested {limit}."
        )
    test: Callable[[Document], bool] = _everything
    if accepts is not None:
        test = compile_vector_filter(accepts, name, definition.filter_fields)
    index = cast(
        "VectorIndex[Revision]", snapshot.searches[table_name][table.search_position[index_name]]
    )
    found = index.nearest(numbers, limit, lambda revision: test(revision.document))
    return [{"_id": str(revision.document["_id"]), "_score": score} for score, _, revision in found]


def _everything(_document: Document) -> bool:
    return True
