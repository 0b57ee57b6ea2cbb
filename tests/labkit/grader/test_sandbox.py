"""Whatever a file does, the learner gets one clear message with their own line."""

from __future__ import annotations

import io
import sys

import pytest

from labkit.grader.report import LearnerError
from labkit.grader.sandbox import (
    LearnerFailure,
    Output,
    OutputLimit,
    Source,
    captured,
    guarded,
    load,
)


def error_of(text: str) -> LearnerError:
    with pytest.raises(LearnerFailure) as caught, captured(Output()):
        load(Source("jobs.py", text), "jobs")
    return caught.value.error


def test_a_file_runs_in_a_namespace_of_its_own() -> None:
    namespace = load(Source("jobs.py", "x = __name__"), "jobs")
    assert namespace["x"] == "jobs"
    assert "x" not in load(Source("jobs.py", ""), "jobs")


@pytest.mark.parametrize(
    ("text", "kind", "line", "message"),
    [
        ("x = 1\ndef f(:\n", "SyntaxError", 2, "invalid syntax"),
        ("def f():\nx = 1\n", "IndentationError", 2, "expected an indented block"),
        ("x = 'a\0b'", "SyntaxError", None, "the file holds a null character"),
        ("x = 1\n\nx.y\n", "AttributeError", 3, "'int' object has no attribute 'y'"),
        (
            "d = {}\nd['a']\n",
            "KeyError",
            2,
            "There is no key 'a' in that dict. If it may be missing, write .get('a').",
        ),
        ("import nothing_here\n", "ModuleNotFoundError", 1, "No module named"),
        ("raise SystemExit\n", "SystemExit", 1, "called exit()"),
        ("raise KeyboardInterrupt\n", "KeyboardInterrupt", 1, "interrupted"),
        ("raise ValueError\n", "ValueError", 1, "ValueError was raised, without a message."),
        pytest.param(
            "x = 1\nx = [0] * (2**63 - 1)\n",
            "MemoryError",
            2,
            "more memory than it may have",
            marks=pytest.mark.cpython,  # no such number can be asked for where a word has 32 bits
        ),
        ("x = [0] * 10**30\n", "OverflowError", 1, "more memory than it may have"),
        ("x = 10.0 ** 1000\n", "OverflowError", 1, "larger than any float"),
        ("x = input('name')\n", "RuntimeError", 1, "There is no keyboard here"),
        (
            "raise RuntimeError('no running event loop')\n",
            "RuntimeError",
            1,
            "There is no event loop",
        ),
        ("def f():\n    f()\nf()\n", "RecursionError", 2, "never came back"),
        ("raise ValueError(object())\n", "ValueError", 1, "<object object>"),
        (
            "class E(Exception):\n    def __str__(self): 1 / 0\nraise E\n",
            "E",
            3,
            "ZeroDivisionError in __str__",
        ),
        ("class E(BaseException): pass\nraise E('x')\n", "E", 2, "x"),
    ],
)
def test_each_kind_of_error_gets_its_line_and_its_sentence(
    text: str, kind: str, line: int | None, message: str
) -> None:
    found = error_of(text)
    assert (found.type, found.line) == (kind, line)
    assert message in found.message


def test_a_traceback_shows_the_learner_s_lines_only() -> None:
    found = error_of("import json\n\n\ndef parse():\n    return json.loads('{')\n\n\nparse()\n")
    assert found.traceback.splitlines() == [
        "jobs.py, line 8",
        "    parse()",
        "jobs.py, line 5, in parse",
        "    return json.loads('{')",
    ]


def test_a_recursion_is_shown_once() -> None:
    found = error_of("def f(n):\n    return f(n + 1)\nf(0)\n")
    assert found.traceback.count("return f(n + 1)") == 1
    assert "again and again" in found.traceback


@pytest.mark.parametrize(
    "flood",
    [
        "for i in range(10_000_000): print(i)",
        "print('x' * 10_000_000)",
        "while True:\n    try: print('x' * 1000)\n    except Exception: pass",
    ],
)
def test_a_flood_of_output_is_stopped(flood: str) -> None:
    output = Output()
    with pytest.raises(LearnerFailure) as caught, captured(output):
        load(Source("jobs.py", flood), "jobs")
    assert caught.value.error.type == "OutputLimit"
    assert caught.value.error.line is not None
    assert len(output.text) <= 200_000
    assert output.text.count("\n") <= 2_000


def test_output_is_kept_and_echoed() -> None:
    echo = io.StringIO()
    output = Output(echo)
    with captured(output):
        load(Source("jobs.py", "print('Zoë')"), "jobs")
    assert output.text == echo.getvalue() == "Zoë\n"
    assert sys.stdout is not output


def test_a_muted_stretch_is_counted_on_its_own() -> None:
    output = Output()
    output.write("before\n")
    with output.muted():
        for _ in range(5_000):
            output.restart_count()
            output.write("quiet\n")
        with pytest.raises(OutputLimit):
            output.write("\n" * 3_000)
    output.write("after\n")
    assert output.text == "before\nafter\n"


def test_a_defect_of_ours_is_not_blamed_on_the_learner() -> None:
    with pytest.raises(ZeroDivisionError), guarded(Source("jobs.py", "")):
        _ = 1 // 0
