"""Run shows what a file prints and what its main returns, and nothing passes or fails."""

from __future__ import annotations

import pytest

from labkit.grader.exercise import Exercise
from labkit.grader.playground import run_main

MAIN = """

def main(lab):
    (job,) = lab.seed("jobs", title=["first"], status=["pending"])
    print("claiming")
    return [lab.run("claim", job_id=job, worker="ada"), len(lab.documents("jobs"))]
"""


@pytest.mark.parametrize(
    "main",
    [
        MAIN,
        MAIN.replace("def main", "async def main")
        .replace("lab.", "await lab.")
        .replace('len(await lab.documents("jobs"))', "len(await lab.documents('jobs'))"),
    ],
)
def test_main_runs_with_or_without_await(
    one_winner: Exercise, one_winner_files: dict[str, str], main: str
) -> None:
    found = run_main(one_winner, one_winner_files["solution.py"] + main)
    assert found == {"output": "claiming\n", "value": "[jobs#1, 1]", "error": None}


def test_a_file_without_main_shows_its_prints(one_winner: Exercise) -> None:
    assert run_main(one_winner, "print(1)") == {"output": "1\n", "value": "", "error": None}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("def x(:", 1, "invalid syntax"),
        ("def main(lab):\n    return lab.run('gone')\n", 2, "gone"),
        ("def main(lab):\n    1 / 0\n", 2, "division by zero"),
        ("def main():\n    pass\n", None, "main takes one argument, the lab: def main(lab)."),
        (
            "class Turn:\n    def __await__(self): yield\nasync def main(lab):\n    await Turn()\n",
            None,
            "nothing will wake it up",
        ),
    ],
)
def test_what_goes_wrong_is_told_with_its_line(
    one_winner: Exercise, text: str, line: int | None, message: str
) -> None:
    error = run_main(one_winner, text)["error"]
    assert message in error["message"]
    assert error["line"] == line


def test_a_call_that_raises_is_told(one_winner: Exercise, one_winner_files: dict[str, str]) -> None:
    main = "\ndef main(lab):\n    lab.run('claim', job_id='x', worker='ada')\n"
    error = run_main(one_winner, one_winner_files["solution.py"] + main)["error"]
    assert 'claim("x", "ada") raised ArgumentValidationError' in error["message"]
