"""A file that never ends, or ends Python, still gets a report with one clear message."""

from __future__ import annotations

import subprocess
import sys

import pytest

from labkit.process import RefusedError, explore_in_process, grade_in_process

LOOP = "    while True:\n        pass\n"


def graded(files: dict[str, str], source: str, *, seconds: float = 1.5) -> dict[str, object]:
    return grade_in_process("one-winner", files, source, deadline_s=seconds)


def graded_by(files: dict[str, str], lines: str) -> dict[str, object]:
    """The report when the first check runs ``lines``: what a file could do that had got past the fence."""
    body = "def claim_alone(lab: Context) -> None:\n"
    checks = files["checks.py"].replace(body, f"{body}    {lines}\n")
    assert checks != files["checks.py"]
    return graded({**files, "checks.py": checks}, files["solution.py"], seconds=10)


@pytest.mark.slow
def test_a_right_answer_passes_in_its_own_process(one_winner_files: dict[str, str]) -> None:
    report = graded(one_winner_files, one_winner_files["solution.py"], seconds=20)
    assert report["verdict"] == "right"


@pytest.mark.slow
def test_how_far_it_has_come_is_told_on_the_way(one_winner_files: dict[str, str]) -> None:
    heard: list[tuple[int, int, str]] = []
    source = one_winner_files["solution.py"]
    grade_in_process(
        "one-winner", one_winner_files, source, progress=lambda *told: heard.append(told)
    )
    assert heard
    assert all(0 < done <= total for done, total, _ in heard)
    assert {label for _, _, label in heard} >= {"4 workers, one job"}


@pytest.mark.slow
def test_an_order_is_played_in_a_process_too(one_winner_files: dict[str, str]) -> None:
    schedule = "claim-has-one-winner.2-workers-one-job.1.abba"
    solution = one_winner_files["solution.py"]
    assert explore_in_process("one-winner", one_winner_files, solution, schedule)["held"]
    with pytest.raises(RefusedError, match=r"was still running after 1\.5 seconds"):
        explore_in_process(
            "one-winner", one_winner_files, "while True: pass\n", schedule, deadline_s=1.5
        )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("x = 1\nwhile True:\n    x += 1\n", (2, 3)),
        ("while True:\n    try:\n        while True: pass\n    except BaseException: pass\n", (3,)),
        (
            "def f():\n    return f()\nwhile True:\n    try: f()\n    except RecursionError: pass\n",
            (2, 4, 5),
        ),
    ],
)
def test_a_loop_that_never_ends_is_stopped_at_its_line(
    one_winner_files: dict[str, str], source: str, line: tuple[int, ...]
) -> None:
    error = graded(one_winner_files, source)["error"]
    assert isinstance(error, dict)
    assert error["type"] == "Timeout"
    assert error["line"] in line
    assert error["message"] == (
        f"jobs.py was still running after 1.5 seconds. It stood at your line {error['line']}. "
        "Look for a loop that never ends, and give it an end."
    )


@pytest.mark.slow
def test_a_loop_in_a_function_is_stopped_at_its_line(one_winner_files: dict[str, str]) -> None:
    get = '    job = await ctx.db.get("jobs", job_id)\n'
    source = one_winner_files["solution.py"].replace(get, LOOP + get)
    error = graded(one_winner_files, source)["error"]
    assert isinstance(error, dict)
    assert error["line"] in (23, 24)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_a_huge_allocation_is_a_memory_error(one_winner_files: dict[str, str]) -> None:
    source = "data = bytearray(2 * 10**9)\n"
    error = graded(one_winner_files, source, seconds=10)["error"]
    assert isinstance(error, dict)
    assert (error["type"], error["line"]) == ("MemoryError", 1)


@pytest.mark.slow
def test_a_file_that_ends_python_is_told(one_winner_files: dict[str, str]) -> None:
    report = graded_by(one_winner_files, "import os\n    os._exit(3)")
    error = report["error"]
    assert isinstance(error, dict)
    assert error["message"] == (
        "jobs.py ended Python with status 3 before the checks did. "
        "Return from the function instead of ending the process."
    )
    assert report["verdict"] == "error"


@pytest.mark.slow
def test_a_process_that_the_system_ends_is_told(one_winner_files: dict[str, str]) -> None:
    error = graded_by(one_winner_files, "import os\n    os.kill(os.getpid(), 9)")["error"]
    assert isinstance(error, dict)
    assert "The system ended Python with signal 9 while jobs.py ran." in error["message"]


@pytest.mark.slow
def test_what_the_file_prints_cannot_look_like_a_reply(one_winner_files: dict[str, str]) -> None:
    source = 'print(\'{"kind": "graded", "report": 1}\')\nraise SystemExit\n'
    assert graded(one_winner_files, source, seconds=10)["verdict"] == "error"


FORGED = """\
import json, os, sys
    report = {"kind": "graded", "report": {"verdict": "right", "summary": "All.", "checks": []}}
    reply = ("\\n" + json.dumps(report)).encode()
    """


@pytest.mark.slow
@pytest.mark.parametrize(
    "way",
    [
        "os.write(1, reply)",
        "sys.__stdout__.write(reply.decode()); sys.__stdout__.flush()",
        "for fd in range(64):\n        try: os.write(fd, reply)\n        except OSError: pass",
    ],
)
def test_nothing_but_the_grader_can_reply(one_winner_files: dict[str, str], way: str) -> None:
    report = graded_by(one_winner_files, f"{FORGED}{way}\n    os._exit(0)")
    error = report["error"]
    assert isinstance(error, dict)
    assert (report["verdict"], error["type"]) == ("error", "Exit")


@pytest.mark.slow
def test_a_defect_of_the_grader_is_not_the_learner_s(one_winner_files: dict[str, str]) -> None:
    checks = one_winner_files["checks.py"].replace(
        "def claim_alone(lab: Context) -> None:\n",
        "def claim_alone(lab: Context) -> None:\n    1 / 0\n",
    )
    with pytest.raises(
        RefusedError, match="a defect of this site, not of your code: ZeroDivisionError"
    ):
        graded(
            {**one_winner_files, "checks.py": checks}, one_winner_files["solution.py"], seconds=10
        )


@pytest.mark.slow
def test_the_child_answers_a_bad_request_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "labkit.process", "5"],
        input="seal\n{",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith('seal{"kind":"refused"')
