"""Text and vector indexes against looking at every document, step by step, with a tiny fan-out."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minivex.index.sorted_map import SortedMap
from minivex.index.text_index import TextIndex, parse_search, tokenize
from minivex.index.vector_index import VectorIndex

WORDS = st.sampled_from(["a", "ab", "abc", "b", "ba", "A", "x" * 40])
TEXTS = st.none() | st.lists(WORDS, max_size=5).map(" ".join)
NUMBERS = st.sampled_from([-1.0, 0.0, 0.5, 2.0])
VECTORS = st.none() | st.lists(NUMBERS, min_size=1, max_size=3)
STEPS = ["put", "remove", "snapshot"]


@pytest.fixture(autouse=True)
def tiny_fan_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SortedMap.__init__, "__kwdefaults__", {"fan_out": 3})


def document(name: str, value: object) -> dict[str, Any]:
    return {} if value is None else {name: value}


def play(index: Any, field: str, steps: list[tuple[str, int, Any]]) -> list[tuple[Any, Any]]:
    """Versions of ``index``, each with the values that it holds by number, all checked."""
    held: dict[int, Any] = {}
    versions = []
    for step, number, value in steps:
        tail = bytes((number,))
        if number in held:
            index.remove(document(field, held.pop(number)), tail)
            index.check_invariants()
        if step == "put":
            index.put(document(field, value), tail, number)
            held[number] = value
        elif step == "snapshot":
            versions.append((index.snapshot(), dict(held)))
        index.check_invariants()
    for version, _ in versions:
        version.check_invariants()
    return [*versions, (index, held)]


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 12), TEXTS), max_size=40),
    st.lists(WORDS, max_size=3).map(" ".join),
)
def test_a_search_finds_the_documents_with_one_of_its_words(steps: Any, text: str) -> None:
    terms = parse_search(text)
    for index, held in play(TextIndex("t"), "t", steps):
        assert index.documents == sum(value is not None for value in held.values())
        words = {number: tokenize(value) for number, value in held.items() if value is not None}
        assert index.tokens == sum(map(len, words.values()))
        wanted = {
            number
            for number, found in words.items()
            if any(term.matches(word) for term in terms for word in found)
        }
        results = index.search(terms)
        assert {number for _, _, number in results} == wanted
        assert [score for score, _, _ in results] == sorted(
            (score for score, _, _ in results), reverse=True
        )


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 12), VECTORS), max_size=40),
    st.lists(NUMBERS, min_size=2, max_size=2),
    st.integers(1, 6),
)
def test_the_nearest_vectors_are_those_with_the_smallest_angle(
    steps: Any, wanted: list[float], limit: int
) -> None:
    def cosine(vector: list[float]) -> float:
        lengths = math.hypot(*vector) * math.hypot(*wanted)
        return sum(map(float.__mul__, vector, wanted)) / lengths if lengths else 0.0

    for index, held in play(VectorIndex("t", 2), "t", steps):
        pairs = [value for value in held.values() if value is not None and len(value) == 2]
        assert index.documents == len(pairs)
        scores = sorted(map(cosine, pairs), reverse=True)[:limit]
        found = [score for score, _, _ in index.nearest(wanted, limit, lambda _: True)]
        assert found == pytest.approx(scores, abs=1e-6)
