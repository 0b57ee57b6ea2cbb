"""A schedule id is played again: the same end for the same answer, and a reason where it cannot be played."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from labkit.grader.exercise import Exercise
from labkit.grader.folder import read_files
from labkit.grader.grade import grade
from labkit.grader.replay import UnfitScheduleError, replay_schedule
from labkit.harness.schedule_id import ScheduleId, slug
from tests.labkit.conftest import LABS

FOLDERS = sorted(path.parent for path in LABS.glob("*/*/report.snap.json"))


@pytest.mark.parametrize("folder", FOLDERS, ids=[path.name for path in FOLDERS])
@pytest.mark.slow
def test_every_recorded_order_ends_as_it_was_recorded(folder: Path) -> None:

    files = read_files(folder)
    exercise = Exercise.from_files(files)
    for path, report in json.loads(files["report.snap.json"]).items():
        failure = report["failure"]
        if failure is None or failure["schedule"] is None:
            continue
        found = replay_schedule(exercise, files[path], failure["schedule"])
        assert not found["held"], path
        assert found["timeline"] == failure["timeline"], path
        assert found["schedule"] == failure["schedule"]


def test_an_order_that_fails_only_after_others_has_no_id() -> None:
    files = read_files(LABS / "30-indexing" / "70-count-without-collect")
    exercise = Exercise.from_files(files)
    report = grade(exercise, files["wrong/counts_in_a_global.py"])
    assert report.failure is not None
    assert report.failure.timeline is not None
    assert report.failure.schedule is None


def test_an_order_that_another_answer_breaks_may_hold(
    one_winner: Exercise, one_winner_files: dict[str, str]
) -> None:
    found = replay_schedule(
        one_winner,
        one_winner_files["solution.py"],
        "claim-has-one-winner.2-workers-one-job.1.abba",
    )
    assert (found["held"], found["sentence"]) == (True, "")
    assert found["timeline"]["witness"]["order"] == ["b", "a"]


def test_a_call_that_was_cut_off_is_cut_off_again() -> None:
    files = read_files(LABS / "40-occ" / "22-lost-update")
    exercise = Exercise.from_files(files)
    schedule = "outlives-a-crash.cut-off-add.1.cut-1"
    held = replay_schedule(exercise, files["solution.py"], schedule)
    assert held["held"]
    assert held["timeline"]["lanes"][0]["outcome"]["status"] == "open"
    with pytest.raises(UnfitScheduleError, match="has no fault cut-99"):
        replay_schedule(exercise, files["solution.py"], schedule.replace("cut-1", "cut-99"))


def test_a_file_that_stops_is_told_with_its_line(one_winner: Exercise) -> None:
    found = replay_schedule(
        one_winner, "x = 1\nx.y\n", "claim-has-one-winner.2-workers-one-job.1.abab"
    )
    assert not found["held"]
    assert found["error"]["line"] == 2
    assert found["timeline"] is None


@pytest.mark.parametrize("text", ["", "a.b.1", "a.b.one.ab", "A.b.1.ab", "a.b.1.a b"])
def test_what_is_no_schedule_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no schedule id"):
        ScheduleId.parse(text)


def test_an_id_survives_being_written_down() -> None:
    id = ScheduleId("one-winner", slug("Zoë & 2 others: “now”"), 1, "abXa")
    assert str(id) == "one-winner.zoe-2-others-now.1.abXa"
    assert ScheduleId.parse(str(id)) == id
    assert slug("李雷") == "scenario"
    assert ScheduleId.parse("a.two-lanes~2.1.cut-3").scenario == "two-lanes~2"
