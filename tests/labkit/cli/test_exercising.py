"""An exercise from start to finish in a terminal: start, grade, hint, explore, pytest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from labkit.cli import main
from tests.labkit.conftest import LABS

ONE_WINNER = LABS / "40-occ" / "30-one-winner"
STARTER = str(ONE_WINNER / "starter.py")
SCHEDULE = "claim-has-one-winner.2-workers-one-job.1.abbbaa"


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.slow
def test_a_hint_comes_one_step_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hint", "one-winner", STARTER]) == 1
    first = said(capsys)
    assert "In the order abbbaa: ada and bo were told that they won" in first
    assert f"Step 1 of 3. Next: fieldbook hint one-winner {STARTER} --step 2" in first
    assert main(["hint", "one-winner", STARTER, "--step", "3"]) == 1
    last = said(capsys)
    assert "Step 3 of 3. A solution is in" in last
    assert "In the order abbbaa" not in last
    assert main(["hint", "one-winner", STARTER, "--step", "4"]) == 2
    assert "this hint has 3 steps, not 4" in capsys.readouterr().err


@pytest.mark.slow
def test_an_answer_that_passes_or_does_not_load_has_no_hint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["hint", "one-winner", str(ONE_WINNER / "solution.py")]) == 0
    assert "one-winner passes: there is nothing to hint at." in said(capsys)
    broken = tmp_path / "jobs.py"
    broken.write_text("def claim(:\n", encoding="utf-8")
    assert main(["hint", "one-winner", str(broken)]) == 1
    assert "Repair that first" in said(capsys)


@pytest.mark.slow
def test_an_order_is_played_again_move_by_move(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explore", "one-winner", STARTER]) == 1
    found = capsys.readouterr().out
    assert f"{SCHEDULE}: it did not hold" in found
    assert '  12  b  line 39  db.patch("jobs", jobs#1, ' in found
    assert '  a  claim(jobs#1, "ada") returned jobs#1' in found
    assert main(["explore", "one-winner", STARTER, "--schedule", SCHEDULE, "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert (data["schedule"], data["held"]) == (SCHEDULE, False)
    assert data["timeline"]["schedule"] == "abbbaa"
    serial = SCHEDULE.replace("abbbaa", "aaab")
    assert main(["explore", "one-winner", STARTER, "--schedule", serial]) == 0
    assert "It is as if ada had run before bo." in said(capsys)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("schedule", "message"),
    [
        ("abba", "is no schedule id"),
        (SCHEDULE.replace("claim-has", "claim-had"), "Did you mean claim-has-one-winner?"),
        (SCHEDULE.replace("2-workers", "9-workers"), "has no scenario 9-workers-one-job"),
        (SCHEDULE.replace(".1.", ".7."), "was recorded with the seed 7"),
        (SCHEDULE.replace("abbbaa", "abababab"), "lane a has already ended"),
        (SCHEDULE.replace("abbbaa", "ab"), "a and b had not ended"),
    ],
)
def test_an_order_that_there_is_not_or_that_no_longer_fits_is_said(
    schedule: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explore", "one-winner", STARTER, "--schedule", schedule]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert "Next: fieldbook grade one-winner" in error


def test_start_writes_a_folder_and_never_writes_over_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "monday"
    assert main(["start", "one-winner", str(place)]) == 0
    assert f"Written to {place}/: TASK.md, jobs.py, test_jobs.py, pytest.ini" in said(capsys)
    (place / "jobs.py").write_text("# mine\n", encoding="utf-8")
    (place / "TASK.md").unlink()
    assert main(["start", "one-winner", str(place)]) == 0
    out = said(capsys)
    assert f"Written to {place}/: TASK.md Left alone, because they are there already:" in out
    assert "jobs.py has your work" in out
    assert (place / "jobs.py").read_text(encoding="utf-8") == "# mine\n"
    assert main(["start", "one-winner", str(place / "jobs.py")]) == 2
    assert "is a file, not a folder" in capsys.readouterr().err


@pytest.mark.slow
def test_the_checks_run_in_pytest_with_what_a_learner_is_told(tmp_path: Path) -> None:
    place = tmp_path / "one-winner"
    assert main(["start", "one-winner", str(place)]) == 0
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    environment = {key: text for key, text in os.environ.items() if not key.startswith("PYTEST")}

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=place, env=environment, capture_output=True, text=True, check=False
        )

    failed = run()
    assert "1 failed, 2 passed, 4 skipped" in failed.stdout
    assert "ada and bo both claimed jobs#1" in failed.stdout
    assert "Hint:  fieldbook hint one-winner jobs.py" in failed.stdout
    assert "Traceback" not in failed.stdout
    (place / "jobs.py").write_text("import json\n\nx = json.nothing\n", encoding="utf-8")
    stopped = run()
    assert "1 failed, 6 skipped" in stopped.stdout
    assert "jobs.py, line 3" in stopped.stdout
    solution = (ONE_WINNER / "solution.py").read_text(encoding="utf-8")
    (place / "jobs.py").write_text(solution, encoding="utf-8")
    assert "7 passed" in run().stdout


@pytest.mark.slow
def test_pyodide_gives_the_same_report(capsys: pytest.CaptureFixture[str]) -> None:
    answer = str(ONE_WINNER / "wrong" / "no_owner.py")
    assert main(["grade", "one-winner", answer, "--json"]) == 1
    here = capsys.readouterr().out
    assert main(["grade", "one-winner", answer, "--json", "--pyodide"]) == 1
    assert capsys.readouterr().out == here


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grade", "--schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
