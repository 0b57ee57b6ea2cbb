"""What a page runs beside the grading: the answer to a prediction, a replay without the check."""

from __future__ import annotations

import json

import pytest

from labkit.entry import handle
from labkit.grader.exercise import Exercise, ExerciseError
from labkit.grader.page_facts import PageFacts, missing_parts
from labkit.grader.rehearsal import predict, replay_without_check
from tests.labkit.grader.programs import COUNTERS, SMALL_EXERCISE

EXERCISE = Exercise.from_files(SMALL_EXERCISE)


def changed(path: str, before: str, after: str) -> dict[str, str]:
    assert before in SMALL_EXERCISE[path]
    return SMALL_EXERCISE | {path: SMALL_EXERCISE[path].replace(before, after)}


def test_a_prediction_is_answered_by_running_the_starter() -> None:
    found = predict(EXERCISE, SMALL_EXERCISE)
    assert found["answer"] == "3"
    assert [move["kind"] for move in found["timeline"]["moves"]][-1] == "commit"


def test_an_answer_that_is_no_option_is_refused_with_the_options() -> None:
    files = changed("predict.py", "return str(", "return 'about ' + str(")
    with pytest.raises(ExerciseError, match="'about 3'; the options are"):
        predict(EXERCISE, files)


def test_a_replay_finds_the_order_that_only_the_check_prevents() -> None:
    found = replay_without_check(EXERCISE, SMALL_EXERCISE, SMALL_EXERCISE["solution.py"])
    assert found["error"] is None
    assert found["off"]["timeline"]["isolation"] == "none"  # a write is compared with writes before
    assert found["off"]["sentence"] == "One was lost."
    assert found["on"]["timeline"]["schedule"] == found["off"]["timeline"]["schedule"]
    assert found["on"]["sentence"] is None
    kinds = [move["kind"] for move in found["on"]["timeline"]["moves"]]
    assert "conflict" in kinds


def test_a_replay_of_code_that_needs_no_check_says_that_nothing_broke() -> None:
    files = changed("replay.py", '("ada", "bo")', '("ada",)')
    found = replay_without_check(EXERCISE, files, SMALL_EXERCISE["solution.py"])
    assert (found["off"], found["on"], found["orders"]) == (None, None, 1)


def test_a_replay_of_code_that_does_not_run_has_its_error_and_no_exception() -> None:
    found = replay_without_check(EXERCISE, SMALL_EXERCISE, "x = [")
    assert found["error"]["type"] == "SyntaxError"
    endless = COUNTERS.replace("async def add(", "async def other(").replace(
        "async def endless(", "async def add("
    )
    found = replay_without_check(EXERCISE, SMALL_EXERCISE, endless)
    assert found["error"]["type"] == "StepBudget"


def test_the_page_asks_over_the_seam() -> None:
    content = {"id": "add-one", "files": SMALL_EXERCISE}
    said = json.loads(handle(json.dumps({"kind": "predict", "exercise": content})))
    assert (said["kind"], said["answer"]) == ("predicted", "3")
    request = {"kind": "replay", "exercise": content, "source": SMALL_EXERCISE["solution.py"]}
    assert json.loads(handle(json.dumps(request)))["kind"] == "replayed"
    without = {path: text for path, text in SMALL_EXERCISE.items() if path != "replay.py"}
    request = {"kind": "replay", "exercise": {"id": "x", "files": without}, "source": ""}
    assert json.loads(handle(json.dumps(request)))["kind"] == "refused"


def test_what_surrounds_the_task_does_not_change_the_version() -> None:
    for path in ("starter.ts", "predict.py", "why.md", "replay.py"):
        files = SMALL_EXERCISE | {path: "something else"}
        assert Exercise.from_files(files).version == EXERCISE.version


@pytest.mark.parametrize(
    ("path", "before", "after", "rule"),
    [
        ("prompt.md", "**The invariant: ", "**It is so: ", "a page begins with what must hold"),
        ("exercise.toml", "[predict]", "[guess]", "a page asks for a prediction"),
        ("exercise.toml", '["3", "4"]', '["3"]', "a prediction is a choice"),
        ("exercise.toml", "anchors = [", "formerly = [", "a page says where to read on"),
        ("why.md", "## What it costs", "## Price", "a page explains a right answer"),
        ("starter.ts", "const add", "const more", "the starter is the same in TypeScript"),
    ],
)
def test_a_missing_part_is_named(path: str, before: str, after: str, rule: str) -> None:
    ((file, found, _),) = missing_parts(changed(path, before, after))
    assert (file, found) == (path, rule)


def test_facts_of_the_page_are_read_beside_those_of_the_grader() -> None:
    facts = PageFacts.from_files(SMALL_EXERCISE)
    assert facts.options == ("3", "4")
    assert facts.anchors == ("/guide/one-mutation/#writes",)
    assert facts.formerly == ()
