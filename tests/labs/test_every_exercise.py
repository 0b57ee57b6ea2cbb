"""The rules over all folders of labs/: what has to hold for an exercise to teach what it says."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from labkit.grader.exercise import Exercise
from labkit.grader.folder import LabFolder, find_folders
from labkit.grader.grade import checks_of, grade
from labkit.grader.report import Report
from labkit.grader.rules import SNAPSHOT, attempts, expected_check, problems, snapshot
from tests.labkit.conftest import LABS

FOLDERS = list(find_folders(LABS))
EXERCISES = [folder for folder in FOLDERS if folder.kind == "exercise"]
ATTEMPTS = [(folder, path) for folder in EXERCISES for path in attempts(folder.files())]


def name(value: object) -> str:
    return value.id if isinstance(value, LabFolder) else str(value)


@pytest.fixture(scope="module")
def reports() -> dict[tuple[str, str], Report]:
    found = {}
    for folder in EXERCISES:
        files = folder.files()
        exercise = Exercise.from_files(files)
        for path, text in attempts(files).items():
            found[folder.id, path] = grade(exercise, text)
    return found


def test_ids_are_unique_over_all_chapters() -> None:
    assert [id for id, count in Counter(folder.id for folder in FOLDERS).items() if count > 1] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_the_folder_keeps_all_rules(
    folder: LabFolder, reports: dict[tuple[str, str], Report]
) -> None:
    found = {path: report for (id, path), report in reports.items() if id == folder.id}
    assert [str(problem) for problem in problems(folder, found)] == []


@pytest.mark.parametrize(("folder", "path"), ATTEMPTS, ids=name)
def test_the_attempt_comes_to_what_it_is_for(
    folder: LabFolder, path: str, reports: dict[tuple[str, str], Report]
) -> None:
    report = reports[folder.id, path]
    if path == "starter.py":
        assert report.verdict not in ("right", "error")
        assert report.failure is not None
        assert report.failure.message
    elif not path.startswith("wrong/"):
        assert report.verdict == "right"
    else:
        assert report.failure is not None
        assert report.failure.check == expected_check(folder.files()[path])


@pytest.mark.parametrize("folder", EXERCISES, ids=name)
def test_every_check_is_caught_and_every_hint_is_used(
    folder: LabFolder, reports: dict[tuple[str, str], Report]
) -> None:
    exercise = Exercise.from_files(folder.files())
    checks, _ = checks_of(exercise)
    failures = [report.failure for (id, _), report in reports.items() if id == folder.id]
    assert {failure.check for failure in failures if failure} == {check.id for check in checks}
    assert {failure.hint.id for failure in failures if failure} == set(exercise.hints)


@pytest.mark.parametrize(("folder", "path"), ATTEMPTS, ids=name)
def test_a_hint_of_a_failure_has_no_open_placeholder_and_no_id(
    folder: LabFolder, path: str, reports: dict[tuple[str, str], Report]
) -> None:
    failure = reports[folder.id, path].failure
    shown = "" if failure is None else "\n".join((failure.message, *failure.hint.steps))
    assert not re.search(r"\{[a-z_]+\|", shown)
    assert not re.search(r"\b[0-9a-z]{31,37}\b", shown), "an id instead of its name"


@pytest.mark.parametrize("folder", EXERCISES, ids=name)
def test_the_reports_are_the_recorded_ones(
    folder: LabFolder, reports: dict[tuple[str, str], Report]
) -> None:
    files = folder.files()
    now = snapshot({path: reports[folder.id, path] for path in attempts(files)})
    assert files[SNAPSHOT] == now, f"run `fieldbook record {folder.id}`, then read the diff"
