"""A wrong answer is noticed, and a right one is not held against the engine."""

from __future__ import annotations

from typing import Any

import pytest

from labkit.conformance.compare import Parts, difference, expectations, failure_difference
from labkit.conformance.notation import ScenarioError
from labkit.conformance.registry import Step, World
from minivex.errors import ConvexError, DeveloperError
from minivex.values.value import UNDEFINED, Int64


@pytest.mark.parametrize(
    ("expected", "answer", "is_plain"),
    [
        ({"ok": 1}, True, False),
        ({"ok": 1}, Int64(1), False),
        ({"ok": {"$float": "AAAAAAAAAIA="}}, 0.0, False),
        ({"ok": [1, 2]}, [1.0], False),
        ({"ok": [1]}, {"0": 1.0}, False),
        ({"ok": {"a": 1}}, {"a": 1.0, "b": 1.0}, False),
        ({"ok": {"a": 1, "b": 1}}, {"a": 1.0}, False),
        ({"ok": {"a": [1]}}, {"a": [2.0]}, False),
        ({"ok": [[1], [2]]}, [[1.0], [3.0]], False),
        ({"ok": {"json": 1}}, {"json": True}, True),
        ({"ok": {"json": [1]}}, {"json": [2]}, True),
        ({"error": {"match": "any"}}, "accepted", False),
    ],
)
def test_a_wrong_answer_is_noticed(
    expected: dict[str, Any], answer: object, is_plain: bool
) -> None:
    world = World({})
    assert difference(world, {}, expected, answer, is_plain=is_plain) != ""


def test_a_name_stands_for_one_thing_and_one_thing_has_one_name() -> None:
    world = World({}, symbols={"a": "one"}, t0_ms=1000.0)
    step: Step = {"unordered": True}
    assert difference(world, {}, {"ok": {"$id": "a"}}, "one", is_plain=False) == ""
    assert difference(world, {}, {"ok": {"$id": "a"}}, "two", is_plain=False) != ""
    assert difference(world, {}, {"ok": {"$id": "b"}}, "one", is_plain=False) != ""
    assert difference(world, {}, {"ok": {"$id": "b"}}, "two", is_plain=False) == ""
    assert world.symbols == {"a": "one", "b": "two"}
    assert difference(world, {}, {"ok": {"$time": 500}}, 1500.5, is_plain=False) == ""
    assert difference(world, {}, {"ok": {"$time": 500}}, 1502.0, is_plain=False) != ""
    assert difference(world, step, {"ok": [1, 2, 2]}, [2.0, 1.0, 2.0], is_plain=False) == ""
    assert difference(world, step, {"ok": [1, 2, 2]}, [2.0, 1.0, 1.0], is_plain=False) != ""
    assert difference(world, {"ignore": ["x"]}, {"ok": {}}, {"x": 1}, is_plain=False) == ""


def test_a_failure_is_compared_as_far_as_the_vector_asks() -> None:
    world = World({}, symbols={"a": "j57"})
    error = DeveloperError("no j57 here")
    exact = {"error": {"match": "exact", "message": "no <a> here"}}
    data = {"error": {"match": "data", "data": {"n": 1}}}
    assert failure_difference(world, exact, error) == ""
    assert failure_difference(world, exact, DeveloperError("other")) != ""
    assert failure_difference(world, {"error": {"match": "loose"}}, error) == ""
    assert failure_difference(world, {"error": True}, error) == ""
    assert failure_difference(world, {"ok": None}, error) != ""
    assert failure_difference(world, data, ConvexError({"n": 1})) == ""
    assert failure_difference(world, data, ConvexError({"n": 2})) != ""
    assert failure_difference(world, data, error) != ""
    assert failure_difference(world, {"error": {"match": "data"}}, ConvexError(UNDEFINED)) == ""


def test_an_id_in_a_message_gives_a_free_name_its_meaning() -> None:
    world = World({}, symbols={"a": "j57", "empty": ""})
    id = "k" * 32
    expected = {"error": {"match": "exact", "message": "<a> and <b> and <any text>"}}
    error = DeveloperError(f"j57 and {id} and <any text>")
    assert failure_difference(world, expected, error) == ""
    assert world.symbols["b"] == id
    other = DeveloperError(f"j57 and {'m' * 32} and <any text>")
    assert failure_difference(world, expected, other) != ""
    assert failure_difference(world, expected, DeveloperError("<a> and <b> and <any text>")) == ""


@pytest.mark.parametrize("expected", [{"error": {}}, {"error": {"match": "sometimes"}}, {}])
def test_an_error_needs_a_way_to_be_compared(expected: dict[str, Any]) -> None:
    with pytest.raises(ScenarioError):
        failure_difference(World({}), expected, DeveloperError("no"))
    if "error" not in expected:
        with pytest.raises(ScenarioError, match="neither"):
            difference(World({}), {}, expected, 1.0)


@pytest.mark.parametrize(
    ("step", "wanted", "answer", "is_right"),
    [
        ({}, {"$float": "AAAAAAAA+H8="}, -float("nan"), True),
        ({}, {"a": {"$undefined": None}}, {}, True),
        ({}, {"a": {"$undefined": None}}, {"a": UNDEFINED}, True),
        ({}, {"a": {"$undefined": None}}, {"a": None}, False),
        ({}, {}, {"a": UNDEFINED}, True),
        ({}, {"$id": "x"}, None, False),
        ({}, {"$ct": "x"}, "one", False),
        ({}, {"$cursor": "c"}, "page 2", True),
        ({}, [{"$cursor": "c"}, {"$cursor": "c"}], ["page 2", "page 3"], False),
        ({}, {"$time": 0}, True, False),
        ({}, {"$time": 0}, "now", False),
        ({"unordered": True}, {"page": [1, 2]}, {"page": [2.0, 1.0]}, True),
        ({"unordered": True}, [[1, 2]], [[2.0, 1.0]], False),
        ({"unordered": True}, [1, 1], [1.0, 2.0], False),
        ({"unordered": True}, [1], None, False),
        ({"ignore": ["n"]}, [{"n": 1, "m": 1}], [{"n": 2.0, "m": 1.0}], True),
        ({"ignore": ["n"]}, [{"n": 1, "m": 1}], [{"n": 1.0, "m": 2.0}], False),
        ({"ignore": ["n"]}, 1, 1.0, True),
        ({"approx": 0.1}, [{"_score": 1}], [{"_score": 1.05}], True),
        ({"approx": 0.1}, [{"_score": 1}], [{"_score": 1.2}], False),
        ({"approx": 0.1}, [{"_score": 1, "n": 1}], [{"_score": 1.0, "n": 2.0}], False),
        ({"approx": 0.1}, [{"_score": 1}], [{}], False),
        ({}, [{"_score": 1}], [{"_score": 1.05}], False),
        ({"status": True}, {"page": []}, {"page": [], "pageStatus": None}, True),
    ],
)
def test_a_step_says_how_its_answer_is_compared(
    step: Step, wanted: object, answer: object, is_right: bool
) -> None:
    assert (difference(World({}), step, {"ok": wanted}, answer) == "") is is_right


def scored(*pairs: tuple[str, float]) -> list[dict[str, object]]:
    return [{"_id": id, "_score": score} for id, score in pairs]


def test_only_equal_scores_may_change_places() -> None:
    expected = {"ok": scored(("a", 2), ("b", 1), ("c", 1))}
    swapped, wrong = (
        scored(("a", 2.0), ("c", 1.0), ("b", 1.0)),
        scored(("b", 2.0), ("a", 1.0), ("c", 1.0)),
    )
    loose = {"unordered_ties": True}
    assert difference(World({}), {}, expected, swapped) != ""
    assert difference(World({}), loose, expected, swapped) == ""
    assert difference(World({}), loose, expected, wrong) != ""
    assert difference(World({}), {**loose, "approx": 0.5}, expected, wrong) != ""


def test_an_element_that_does_not_fit_leaves_no_name_behind() -> None:
    world = World({})
    wanted = [{"_id": {"$id": "x"}, "n": 1}, {"_id": {"$id": "y"}, "n": 2}]
    answer = [{"_id": "two", "n": 2.0}, {"_id": "one", "n": 1.0}]
    assert difference(world, {"unordered": True}, {"ok": wanted}, answer) == ""
    assert world.symbols == {"x": "one", "y": "two"}


def test_what_is_certain_is_matched_before_free_names() -> None:
    world = World({}, symbols={"a": "one"})
    expected = {"ok": [{"$id": "free"}, "two"]}
    assert difference(world, {"unordered": True}, expected, ["two", "three"]) == ""
    assert world.symbols["free"] == "three"


def test_the_steps_of_a_transaction_are_compared_as_each_asks() -> None:
    parts = Parts(
        [({"op": "query", "unordered": True}, {"ok": [2.0, 1.0]}), ({}, {"error": ConvexError(1)})]
    )
    right = {"ok": [{"ok": [1, 2]}, {"error": {"match": "data", "data": 1}}]}
    assert difference(World({}), {}, right, parts) == ""
    for wrong in (
        [{"ok": [1, 3]}, {"error": True}],
        [{"ok": [1, 2]}, {"ok": None}],
        [{"error": True}, {"error": True}],
        [{"ok": [1, 2]}],
        None,
    ):
        assert difference(World({}), {}, {"ok": wrong}, parts) != ""


def test_json_is_compared_with_the_same_freedoms() -> None:
    def json_difference(step: Step, wanted: object, answer: object) -> str:
        return difference(World({}), step, {"ok": wanted}, answer, is_plain=True)

    assert json_difference({"unordered": True}, [1, 2], [2, 1]) == ""
    assert json_difference({"ignore": ["kind"]}, {"a": 1, "kind": "x"}, {"a": 1}) == ""
    assert json_difference({}, {"$integer": "AQAAAAAAAAA="}, {"$integer": "AQAAAAAAAAA="}) == ""
    assert json_difference({}, {"$integer": "AQAAAAAAAAA="}, Int64(1)) != ""


def test_which_answer_counts() -> None:
    step: Step = {"expect": {"ok": 1}}
    assert expectations(step) == [{"ok": 1}]
    assert expectations({**step, "oracle": False}) == []
    assert expectations({**step, "oracle": False, "backend": {"ok": 2}}) == [{"ok": 2}]
    corner = {**step, "oracle": False, "backend": {"ok": 2}, "nul_corner": True}
    assert expectations(corner) == [{"ok": 1}, {"ok": 2}]
