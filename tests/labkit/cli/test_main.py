"""fieldbook: exit 0 when an attempt passes, 1 when it does not, 2 when the command line is wrong."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from labkit.cli import main
from labkit.process import RefusedError
from tests.labkit.conftest import LABS
from tests.labkit.grader.programs import SMALL_EXERCISE

ONE_WINNER = LABS / "40-occ" / "30-one-winner"


@pytest.fixture
def labs(tmp_path: Path) -> Path:
    folder = tmp_path / "labs" / "10-start" / "10-add-one"
    for name, text in SMALL_EXERCISE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder.parent / "chapter.md").write_text("# Start\n", encoding="utf-8")
    return tmp_path / "labs"


def run(labs: Path, *arguments: str) -> int:
    return main(["--labs", str(labs), *arguments])


def test_list_names_exercises_and_labs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    out = capsys.readouterr().out
    assert "one-winner exercise 40-occ One winner" in " ".join(out.split())
    assert "two-lanes lab" in " ".join(out.split())


@pytest.mark.slow
def test_an_attempt_that_passes_and_one_that_does_not(
    labs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = labs / "10-start" / "10-add-one"
    assert run(labs, "grade", "add-one", str(folder / "solution.py")) == 0
    assert capsys.readouterr().out.startswith("add-one: right. The check passed.")
    assert run(labs, "grade", str(folder), str(folder / "starter.py")) == 1
    assert "The counter holds 3. Wanted: 4." in capsys.readouterr().out


@pytest.mark.slow
def test_json_is_the_report_and_nothing_else(
    labs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = labs / "attempt.py"
    file.write_text(SMALL_EXERCISE["solution.py"] + "print('hello')\n", encoding="utf-8")
    assert run(labs, "grade", "add-one", str(file), "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["verdict"], report["output"]) == ("right", "hello\nhello\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["grade", "gone", "x.py"], "there is no exercise or lab 'gone'\nNext: "),
        (
            ["grade", "add-on", "x.py"],
            "there is no exercise or lab 'add-on'\nNext: did you mean add-one?",
        ),
        (["grade", "add-one"], "grade needs FILE\nNext: fieldbook grade add-one jobs.py"),
        (["grade", "add-one", "gone.py"], "gone.py cannot be read: No such file or directory"),
        (["check", "gone"], "there is no exercise or lab 'gone'"),
    ],
)
def test_a_wrong_command_line_says_what_is_there(
    labs: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(labs, *arguments) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "fieldbook: which command?\nNext: fieldbook list shows the exercises"),
        (["grad"], "there is no command 'grad'\nNext: did you mean fieldbook grade?"),
        (["hint", "add-one"], "fieldbook hint needs FILE\nNext: fieldbook hint --help"),
        (["check", "--fast"], "does not know --fast"),
    ],
)
def test_a_command_line_that_cannot_be_read_is_two_lines(
    labs: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(labs, *arguments)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert message in said
    assert len(said.splitlines()) == 2


@pytest.mark.parametrize(
    "command", ["grade", "hint", "explore", "start", "check", "list", "record", "lab", "new"]
)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert f"usage: fieldbook {command}" in out
    if command in ("grade", "hint", "explore", "start", "check"):
        assert "examples:" in out


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "soon"])
def test_a_limit_of_time_is_a_number_above_0(
    labs: Path, seconds: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(labs, "grade", "add-one", "x.py", "--seconds", seconds)
    assert ended.value.code == 2
    assert "is no limit of time: give a number of seconds above 0" in capsys.readouterr().err


def test_what_the_grader_refuses_is_printed(
    labs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RefusedError("a defect of this site, not of your code")

    monkeypatch.setattr("labkit.cli.grade.grade_in_process", refuse)
    starter = labs / "10-start" / "10-add-one" / "starter.py"
    assert run(labs, "grade", "add-one", str(starter)) == 2
    assert capsys.readouterr().err == "fieldbook: a defect of this site, not of your code\n"


def test_a_file_that_is_no_text_is_refused(labs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (labs / "x.py").write_bytes(b"\xff\xfe\xff")
    assert run(labs, "grade", "add-one", str(labs / "x.py")) == 2
    assert "it is not UTF-8 text" in capsys.readouterr().err


def test_a_lab_is_not_graded(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grade", "two-lanes", "x.py"]) == 2
    assert "two-lanes is a lab" in capsys.readouterr().err


def test_check_names_the_file_and_the_rule_and_record_repairs_the_reports(
    labs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(labs, "check") == 1
    out = capsys.readouterr().out
    assert (
        "labs/10-start/10-add-one/report.snap.json: it is not there; run `fieldbook record add-one`"
        in out
    )
    assert "1 folder, 2 broken rules" in out
    assert run(labs, "record") == 0
    assert run(labs, "check", "add-one") == 0
    assert "1 folder keeps the rules" in capsys.readouterr().out


def test_check_finds_what_the_folders_break_together(
    labs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chapter = labs / "10-start"
    shutil.copytree(chapter / "10-add-one", chapter / "20-add-one")
    (chapter / "30-empty").mkdir()
    (chapter / "chapter.md").write_text("\n", encoding="utf-8")
    facts = chapter / "20-add-one" / "exercise.toml"
    text = facts.read_text(encoding="utf-8").replace("needs = []", 'needs = ["gone"]')
    facts.write_text(f"minuets = 3\n{text}", encoding="utf-8")
    assert run(labs, "check") == 1
    out = capsys.readouterr().out
    for line in (
        "labs/10-start/chapter.md: it is empty (rule: a chapter has a text)",
        "labs/10-start/30-empty/: it has neither exercise.toml nor lab.toml",
        "labs/10-start/20-add-one/exercise.toml: 10-start/10-add-one has the id add-one too",
        "labs/10-start/20-add-one/exercise.toml: needs names gone, and no folder has that id",
        "labs/10-start/20-add-one/exercise.toml: nothing reads minuets; is it misspelled?",
    ):
        assert line in out


def test_labs_that_are_not_there_are_missed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "nowhere", "list") == 2
    assert "there is no folder" in capsys.readouterr().err


def test_a_new_exercise_is_written_and_fails_politely(
    labs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(labs, "new", "start/count-twice") == 0
    assert "10-start/20-count-twice" in capsys.readouterr().out
    made = labs / "10-start/20-count-twice"
    assert 'insert("notes", { text: "" })' in (made / "starter.ts").read_text(encoding="utf-8")
    assert 'insert("notes", { text })' in (made / "solution.ts").read_text(encoding="utf-8")
    assert run(labs, "check", "count-twice") == 1
    out = capsys.readouterr().out
    assert "20-count-twice/" in out
    assert "Traceback" not in out
    assert run(labs, "new", "start/count-twice") == 2
    assert "there is a count-twice already" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["count-twice", "gone/count-twice", "start/Count Twice"])
def test_a_new_exercise_needs_a_chapter_and_a_name(
    labs: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(labs, "new", name) == 2
    assert capsys.readouterr().err


@pytest.mark.slow
def test_the_command_runs_as_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "labkit.cli", "grade", "one-winner", str(ONE_WINNER / "starter.py")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "ada and bo both claimed jobs#1" in done.stdout
    assert done.stderr == ""
