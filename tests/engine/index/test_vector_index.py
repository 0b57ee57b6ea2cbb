"""A vector index: which documents are near, and which filters hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minivex.errors import SearchError
from minivex.index.vector_index import (
    VectorFilterBuilder,
    VectorIndex,
    compile_vector_filter,
    is_finite,
)
from minivex.values.value import UNDEFINED


def index_of(**vectors: list[float]) -> VectorIndex[str]:
    index: VectorIndex[str] = VectorIndex("e", 2)
    for name, vector in vectors.items():
        index.put({"e": list(vector)}, name.encode(), name)
    return index


def nearest(index: VectorIndex[str], *vector: float, limit: int = 10) -> list[tuple[str, float]]:
    found = index.nearest(vector, limit, lambda _: True)
    return [(name, round(score, 5)) for score, _, name in found]


def test_the_nearest_come_first_whatever_their_length() -> None:
    index = index_of(east=[5, 0], north=[0, 0.1], west=[-1, 0], between=[3, 3])
    assert nearest(index, 1, 0) == [
        ("east", 1.0),
        ("between", 0.70711),
        ("north", 0.0),
        ("west", -1.0),
    ]
    assert nearest(index, 1, 0, limit=1) == [("east", 1.0)]


def test_equally_near_documents_keep_their_order_and_zeros_are_near_to_nothing() -> None:
    assert nearest(index_of(b=[1, 0], a=[2, 0], zero=[0, 0]), 3, 0) == [
        ("a", 1.0),
        ("b", 1.0),
        ("zero", 0.0),
    ]


def test_scores_have_the_precision_of_32_bits() -> None:
    ((score, _, _),) = index_of(a=[0.6, 0.8]).nearest([1, 0], 1, lambda _: True)
    assert score == 0.6000000238418579


@pytest.mark.parametrize(
    "vector", [None, "ab", [1.0], [1.0, 2.0, 3.0], [1.0, True], [1.0, "a"], [1e300, 0.0]]
)
def test_what_is_no_vector_of_the_right_length_is_not_indexed(vector: object) -> None:
    index: VectorIndex[str] = VectorIndex("e", 2)
    index.put({"e": vector}, b"a", "a")  # type: ignore[dict-item]
    assert nearest(index, 1, 0) == []
    index.remove({"e": vector}, b"a")  # type: ignore[dict-item]


def test_a_snapshot_does_not_follow_later_changes() -> None:
    index = index_of(a=[1, 0])
    before = index.snapshot()
    index.remove({"e": [1, 0]}, b"a")
    assert nearest(index, 1, 0) == []
    assert nearest(before, 1, 0) == [("a", 1.0)]


def accepts(build: Callable[[VectorFilterBuilder], object]) -> list[str]:
    test = compile_vector_filter(build, "t.e", ["cat", "lang"])
    documents = {"a": {"cat": 1.0, "lang": "en"}, "b": {"cat": 2.0}, "c": {"lang": "fr"}}
    return [name for name, document in documents.items() if test(document)]  # type: ignore[arg-type]


def test_one_of_the_equalities_must_hold() -> None:
    assert accepts(lambda q: q.eq("cat", 1)) == ["a"]
    assert accepts(lambda q: q.eq("lang", UNDEFINED)) == ["b"]
    assert accepts(lambda q: q.or_(q.eq("cat", 2), q.or_(q.eq("lang", "fr")))) == ["b", "c"]


def test_inv75_the_65th_equality_is_refused() -> None:
    accepts(lambda q: q.or_(*[q.eq("cat", 1)] * 64))
    with pytest.raises(SearchError, match="Max: 64 Actual: 65"):
        accepts(lambda q: q.or_(*[q.eq("cat", 1)] * 65))


@pytest.mark.parametrize("build", [lambda q: True, lambda q: q.or_(True)])
def test_a_filter_is_a_combination_of_eq_and_or(
    build: Callable[[VectorFilterBuilder], object],
) -> None:
    with pytest.raises(SearchError, match="Filters should be a combination"):
        accepts(build)


def test_only_filter_fields_can_be_compared() -> None:
    with pytest.raises(SearchError, match='an equality filter on "k"'):
        accepts(lambda q: q.eq("k", 1))


def test_a_vector_needs_numbers_that_32_bits_can_hold() -> None:
    assert is_finite([1.0, 3e38])
    assert not is_finite([4e38])
    assert not is_finite([float("nan")])
