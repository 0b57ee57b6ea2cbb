"""Each rule about exercise folders finds the folder that breaks it, and names file and rule."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from labkit.grader.exercise import Exercise
from labkit.grader.folder import LabFolder
from labkit.grader.rules import SNAPSHOT, expected_check, problems, reports, snapshot
from tests.labkit.conftest import LABS
from tests.labkit.grader.programs import HEAD, SMALL_EXERCISE


@pytest.fixture
def folder(tmp_path: Path) -> LabFolder:
    path = tmp_path / "10-x" / "10-add-one"
    for name, text in SMALL_EXERCISE.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    found = reports(Exercise.from_files(SMALL_EXERCISE), SMALL_EXERCISE)
    (path / SNAPSHOT).write_text(snapshot(found), encoding="utf-8")
    return LabFolder(path, "exercise")


def broken(folder: LabFolder) -> set[tuple[str, str]]:
    return {(problem.file, problem.rule) for problem in problems(folder)}


def write(folder: LabFolder, file: str, text: str) -> None:
    (folder.path / file).write_text(text, encoding="utf-8")


def test_a_folder_that_keeps_the_rules_has_no_problem(folder: LabFolder) -> None:
    assert list(problems(folder)) == []


@pytest.mark.parametrize("file", sorted(set(SMALL_EXERCISE) - {"wrong/adds_two.py", "replay.py"}))
def test_a_file_that_is_gone_is_missed(folder: LabFolder, file: str) -> None:
    (folder.path / file).unlink()
    assert broken(folder), file


def test_recorded_reports_must_be_there_and_equal(folder: LabFolder) -> None:
    write(folder, SNAPSHOT, "{}\n")
    assert broken(folder) == {(SNAPSHOT, "reports are recorded")}
    (folder.path / SNAPSHOT).unlink()
    assert broken(folder) == {(SNAPSHOT, "reports are recorded")}


def test_a_file_that_nothing_reads_is_a_stray(folder: LabFolder) -> None:
    write(folder, "notes.txt", "x")
    assert ("notes.txt", "no stray file") in broken(folder)


def test_the_id_is_the_folder_s_name(folder: LabFolder) -> None:
    toml = SMALL_EXERCISE["exercise.toml"].replace("add-one", "add-two")
    write(folder, "exercise.toml", toml)
    assert ("exercise.toml", "the id is the folder's name") in broken(folder)


def test_a_prompt_has_its_parts(folder: LabFolder) -> None:
    write(folder, "prompt.md", "## Task\n")
    assert ("prompt.md", "a prompt has five parts") in broken(folder)


def test_right_answers_pass_and_the_starter_does_not(folder: LabFolder) -> None:
    write(folder, "solution.py", SMALL_EXERCISE["starter.py"])
    write(folder, "right/twice.py", SMALL_EXERCISE["starter.py"])
    write(folder, "starter.py", SMALL_EXERCISE["solution.py"])
    assert {
        ("solution.py", "a right answer passes"),
        ("right/twice.py", "a right answer passes"),
        ("starter.py", "the starter fails with a message"),
    } <= broken(folder)


@pytest.mark.parametrize(
    ("docstring", "value", "rule"),
    [
        ("Misconception: x.\n\nexpect: adds-one\n", "1", "a wrong answer fails"),
        ("expect: adds-one\n", "2", "a wrong answer names its misconception"),
        ("Misconception: x.\n", "2", "a wrong answer names the check it fails"),
        ("Misconception: x.\n\nexpect: gone\n", "2", "a wrong answer names the check it fails"),
    ],
)
def test_a_wrong_answer_says_what_it_fails(
    folder: LabFolder, docstring: str, value: str, rule: str
) -> None:
    write(folder, "wrong/adds_two.py", f'"""{docstring}"""\n{HEAD}{value}}})\n')
    assert ("wrong/adds_two.py", rule) in broken(folder)


def test_a_wrong_answer_fails_first_where_it_says_and_each_check_has_one(folder: LabFolder) -> None:
    second = SMALL_EXERCISE["checks.py"].partition("\n\n\n")[2]
    renamed = second.replace("adds-one", "adds-again").replace("adds_one", "adds_again")
    write(folder, "checks.py", f"{SMALL_EXERCISE['checks.py']}\n\n{renamed}")
    assert ("checks.py", "every check catches a wrong answer") in broken(folder)
    text = SMALL_EXERCISE["wrong/adds_two.py"].replace("adds-one", "adds-again")
    write(folder, "wrong/adds_two.py", text)
    assert ("wrong/adds_two.py", "a wrong answer fails first where it says") in broken(folder)


def test_a_message_shows_a_document_by_its_name(folder: LabFolder) -> None:
    checks = SMALL_EXERCISE["checks.py"]
    write(folder, "checks.py", checks.replace('"The counter', 'id + "'))
    assert ("wrong/adds_two.py", "documents are shown by name") in broken(folder)


def test_checks_of_the_same_id_are_a_problem(folder: LabFolder) -> None:
    second = SMALL_EXERCISE["checks.py"].partition("\n\n\n")[2].replace("adds_one", "adds_again")
    write(folder, "checks.py", f"{SMALL_EXERCISE['checks.py']}\n\n{second}")
    assert ("checks.py", "ids are unique") in broken(folder)


def test_a_hint_that_no_check_names_is_a_problem(folder: LabFolder) -> None:
    spare = SMALL_EXERCISE["hints.md"].replace("plus-one", "spare")
    write(folder, "hints.md", f"{SMALL_EXERCISE['hints.md']}\n{spare}")
    assert ("hints.md", "every hint is used") in broken(folder)


def test_a_second_right_answer_is_wanted(folder: LabFolder) -> None:
    shutil.rmtree(folder.path / "right")
    assert ("right/", "two right answers of different shape") in broken(folder)


def test_an_exercise_that_cannot_be_read_is_one_problem(folder: LabFolder) -> None:
    write(folder, "checks.py", "1 / 0\n")
    (problem,) = problems(folder)
    assert str(problem) == "checks.py: ZeroDivisionError: division by zero (rule: the checks run)"


def test_a_lab_has_its_scenes_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "10-x" / "20-two-lanes"
    shutil.copytree(LABS / "40-occ" / "20-two-lanes", path)
    folder = LabFolder(path, "lab")
    assert broken(folder) == set()
    (path / "spare.py").write_text("", encoding="utf-8")
    assert broken(folder) == {("spare.py", "no stray file")}
    (path / "lost_update.py").unlink()
    assert broken(folder) == {("lost_update.py", "the file exists")}


def test_what_is_expected_is_read_from_the_docstring() -> None:
    assert expected_check('"""Misconception: x.\n\nexpect: a-check\n"""\n') == "a-check"
    assert expected_check("# expect: a-check\n") is None
    assert expected_check("def x(:") is None


def test_a_starter_that_stops_with_an_error_is_a_problem(folder: LabFolder) -> None:
    write(folder, "starter.py", HEAD + "1 / 0})\n")
    assert ("starter.py", "the starter runs") in broken(folder)
