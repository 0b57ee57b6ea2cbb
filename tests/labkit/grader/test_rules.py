"""Each rule about exercise folders finds the folder that breaks it, and names file and rule."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from labkit.grader.folder import LabFolder
from labkit.grader.rules import expected_check, problems
from tests.labkit.conftest import LABS

SOURCE = LABS / "40-occ" / "30-one-winner"


@pytest.fixture
def folder(tmp_path: Path) -> LabFolder:
    path = tmp_path / "10-x" / SOURCE.name
    shutil.copytree(SOURCE, path, ignore=shutil.ignore_patterns("__pycache__"))
    return LabFolder(path, "exercise")


def broken(folder: LabFolder) -> set[tuple[str, str]]:
    return {(problem.file, problem.rule) for problem in problems(folder)}


def edit(folder: LabFolder, file: str, before: str, after: str) -> None:
    path = folder.path / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_a_folder_that_keeps_the_rules_has_no_problem(folder: LabFolder) -> None:
    assert list(problems(folder)) == []


@pytest.mark.parametrize(
    ("file", "rule"),
    [
        ("exercise.toml", "the file exists"),
        ("checks.py", "the file exists"),
        ("solution.ts", "the file exists"),
        ("prompt.md", "a prompt has five parts"),
        ("report.snap.json", "reports are recorded"),
        ("wrong/no_owner.py", "every check catches a wrong answer"),
    ],
)
def test_a_file_that_is_gone_is_missed(folder: LabFolder, file: str, rule: str) -> None:
    (folder.path / file).unlink()
    assert rule in {rule for _, rule in broken(folder)}


def test_a_file_that_nothing_reads_is_a_stray(folder: LabFolder) -> None:
    (folder.path / "notes.txt").write_text("x", encoding="utf-8")
    assert ("notes.txt", "no stray file") in broken(folder)


def test_the_id_is_the_folder_s_name(folder: LabFolder) -> None:
    edit(folder, "exercise.toml", 'id = "one-winner"', 'id = "two-winners"')
    assert ("exercise.toml", "the id is the folder's name") in broken(folder)


def test_a_solution_that_fails_is_a_problem(folder: LabFolder) -> None:
    starter = (folder.path / "starter.py").read_text(encoding="utf-8")
    (folder.path / "solution.py").write_text(starter, encoding="utf-8")
    assert ("solution.py", "a right answer passes") in broken(folder)


def test_a_starter_that_passes_is_a_problem(folder: LabFolder) -> None:
    solution = (folder.path / "solution.py").read_text(encoding="utf-8")
    (folder.path / "starter.py").write_text(solution, encoding="utf-8")
    assert ("starter.py", "the starter fails with a message") in broken(folder)


def test_a_wrong_answer_says_what_it_fails_and_fails_there(folder: LabFolder) -> None:
    edit(folder, "wrong/no_owner.py", "expect: claim-alone", "expect: next-reads-little")
    edit(folder, "wrong/first_of_the_table.py", "Misconception: ", "")
    edit(folder, "wrong/sees_its_own_success.py", "expect: claim-of", "expect: no-such-check-of")
    found = broken(folder)
    assert ("wrong/no_owner.py", "a wrong answer fails first where it says") in found
    assert ("wrong/first_of_the_table.py", "a wrong answer names its misconception") in found
    assert ("wrong/sees_its_own_success.py", "a wrong answer names the check it fails") in found


def test_a_hint_that_no_check_names_is_a_problem(folder: LabFolder) -> None:
    hint = "\n## spare\n\n### Observed\n\nx\n\n### Idea\n\ny\n\n### Fix\n\nz\n"
    with (folder.path / "hints.md").open("a", encoding="utf-8") as file:
        file.write(hint)
    assert ("hints.md", "every hint is used") in broken(folder)


def test_a_second_right_answer_is_wanted(folder: LabFolder) -> None:
    shutil.rmtree(folder.path / "right")
    assert ("right/", "two right answers of different shape") in broken(folder)


def test_checks_of_the_same_id_are_a_problem(folder: LabFolder) -> None:
    edit(folder, "checks.py", '"next-reads-little"', '"next-ignores-new-jobs"')
    assert ("checks.py", "ids are unique") in broken(folder)


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
