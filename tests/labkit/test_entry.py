"""One JSON message in, one out: never an exception, the same bytes every time."""

from __future__ import annotations

import json
from typing import Any

import pytest

from labkit.entry import handle


def ask(request: object, heard: list[Any] | None = None) -> dict[str, Any]:
    notify = None if heard is None else (lambda text: heard.append(json.loads(text)))
    reply = json.loads(handle(json.dumps(request), notify))
    assert isinstance(reply, dict)
    return reply


@pytest.fixture
def grade_request(one_winner_files: dict[str, str]) -> dict[str, Any]:
    return {
        "kind": "grade",
        "exercise": {"id": "one-winner", "files": one_winner_files},
        "source": one_winner_files["solution.py"],
    }


@pytest.fixture
def lanes_request(two_lanes_files: dict[str, str]) -> dict[str, Any]:
    return {
        "kind": "lanes",
        "lab": {"id": "two-lanes", "files": two_lanes_files},
        "scene": "lost-update",
        "source": two_lanes_files["lost_update.py"],
        "moves": "aabb",
        "isolation": "serializable",
    }


def test_an_order_is_played_again_and_one_that_there_is_not_is_refused(
    grade_request: dict[str, Any],
) -> None:
    schedule = "claim-has-one-winner.2-workers-one-job.1.abba"
    request = {**grade_request, "kind": "explore", "schedule": schedule}
    reply = ask(request)
    assert (reply["kind"], reply["held"], reply["schedule"]) == ("explored", True, schedule)
    assert reply["timeline"]["witness"]["sentence"] == "It is as if bo had run before ada."
    refused = ask({**request, "schedule": f"{schedule}a"})
    assert refused["kind"] == "refused"
    assert "move 5: lane a has already ended" in refused["message"]


def test_grading_answers_with_a_report_and_tells_its_progress(
    grade_request: dict[str, Any],
) -> None:
    heard: list[Any] = []
    reply = ask(grade_request, heard)
    assert reply["kind"] == "graded"
    assert reply["report"]["verdict"] == "right"
    assert {"kind", "done", "total", "label"} == set(heard[0])
    assert heard[0]["kind"] == "progress"


def test_the_same_request_gets_the_same_bytes(
    grade_request: dict[str, Any], one_winner_files: dict[str, str]
) -> None:
    text = json.dumps({**grade_request, "source": one_winner_files["starter.py"]})
    assert handle(text) == handle(text)


def test_a_page_that_has_no_wrong_answers_gets_the_same_report(
    grade_request: dict[str, Any], one_winner_files: dict[str, str]
) -> None:
    shown = {
        path: text
        for path, text in one_winner_files.items()
        if "/" not in path and path != "report.snap.json"
    }
    there = {**grade_request, "exercise": {"id": "one-winner", "files": shown}}
    assert ask(there) == ask(grade_request)


def test_running_shows_prints_and_value(
    grade_request: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    source = grade_request["source"] + "\nprint('hello')\ndef main(lab):\n    return 1\n"
    reply = ask({**grade_request, "kind": "run", "source": source})
    assert reply == {"kind": "ran", "output": "hello\n", "value": "1", "error": None}
    assert capsys.readouterr().out == "hello\n", "and as it comes"


def test_lanes_answer_with_timeline_next_verdict_and_documents(
    lanes_request: dict[str, Any],
) -> None:
    reply = ask(lanes_request)
    assert set(reply) == {"kind", "timeline", "next", "verdict", "documents", "error", "answer"}
    assert reply["timeline"]["schedule"] == "aabb"
    assert reply["answer"] is None, "the scene asks after other moves"


@pytest.mark.parametrize(
    ("request_json", "message"),
    [
        ("{", "the request is not JSON"),
        ("[]", "a request is a JSON object"),
        ("{}", "no such kind of request: None"),
        ('{"kind": "grade"}', 'exercise must be {"id"'),
        ('{"kind": "grade", "exercise": {"files": {"a": 1}}}', 'exercise must be {"id"'),
        (
            '{"kind": "grade", "exercise": {"files": {}}}',
            "exercise.toml: the folder has no such file",
        ),
        ('{"kind": "lanes", "lab": {"files": {}}}', "lab.toml: the folder has no such file"),
    ],
)
def test_a_bad_request_is_refused_with_a_reason(request_json: str, message: str) -> None:
    reply = json.loads(handle(request_json))
    assert reply["kind"] == "refused"
    assert message in reply["message"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"scene": "gone"}, "the lab has no scene 'gone'; it has lost-update, write-skew"),
        ({"moves": "z"}, "move 1 is 'z'"),
        ({"moves": 5}, "moves must be text"),
        ({"isolation": "x"}, "no isolation is called 'x'"),
    ],
)
def test_lanes_that_cannot_be_played_are_refused(
    lanes_request: dict[str, Any], change: dict[str, object], message: str
) -> None:
    reply = ask({**lanes_request, **change})
    assert reply["kind"] == "refused"
    assert message in reply["message"]


def test_a_defect_of_ours_says_so(
    grade_request: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr("labkit.entry.grade", fail)
    assert ask(grade_request) == {
        "kind": "refused",
        "message": "a defect of this site, not of your code: ZeroDivisionError: ours",
    }
