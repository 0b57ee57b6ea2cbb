"""An attempt gets one verdict, one message and one hint, whatever is in the file."""

from __future__ import annotations

import pytest

from labkit.grader.exercise import Exercise, ExerciseError
from labkit.grader.grade import grade
from labkit.grader.report import canonical_json

GET = '    job = await ctx.db.get("jobs", job_id)\n'
WAIT = """\
    class Sleep:
        def __await__(self):
            yield self
    await Sleep()
"""
BY_STATUS = '"by_status", lambda'


@pytest.fixture(scope="module")
def solution(one_winner_files: dict[str, str]) -> str:
    return one_winner_files["solution.py"]


def test_the_starter_s_message_names_people_lines_and_versions(
    one_winner: Exercise, one_winner_files: dict[str, str]
) -> None:
    report = grade(one_winner, one_winner_files["starter.py"])
    assert report.failure is not None
    assert report.failure.message == (
        'ada and bo both claimed jobs#1: each was told so, and the row says owner = "ada". '
        "Your line 28 read jobs#1 for ada at version 0; then bo committed version 1 of it; then your line 39 "
        "wrote jobs#1 for ada, in another transaction, without having read it."
    )
    assert report.verdict == "unsafe"


def test_a_right_answer_has_no_failure_and_counts_its_orders(
    one_winner: Exercise, solution: str
) -> None:
    report = grade(one_winner, solution)
    assert (report.verdict, report.failure, report.error) == ("right", None, None)
    assert (
        report.summary == "All 7 checks passed, in all 5,244 orders of concurrent calls, 275 run."
    )
    assert report.meters == {
        "attempts of 2 claims of one job, together": 3,
        "attempts of 3 claims of one job, together": 5,
        "attempts of 4 claims of one job, together": 7,
        "documents read by claim_next, in a table of 305": 2,
    }


def test_checks_after_the_first_failure_do_not_run(
    one_winner: Exercise, one_winner_files: dict[str, str]
) -> None:
    report = grade(one_winner, one_winner_files["starter.py"])
    assert [check.status for check in report.checks] == [
        "passed",
        "passed",
        "failed",
        *["not-run"] * 4,
    ]


def test_the_same_attempt_gets_the_same_bytes(
    one_winner: Exercise, one_winner_files: dict[str, str]
) -> None:
    text = one_winner_files["wrong/pick_then_claim.py"]
    first, second = (canonical_json(grade(one_winner, text).to_json()) for _ in range(2))
    assert first == second


def broken(solution: str, what: str) -> str:
    """The solution with one thing done to it."""
    changes = {
        "a syntax error": ("async def claim(", "async def claim(("),
        "an exception": (GET, GET + '    job["nope"]\n'),
        "a value that is none": ("    return job_id\n", "    return object()\n"),
        "a schema of the wrong type": ("schema = define", "schema = 5\nx = define"),
        "a function that is missing": ("def claim_next", "def claim_nxt"),
        "an unknown table": ('db.get("jobs"', 'db.get("job"'),
        "an unknown index": (BY_STATUS, '"by_state", lambda'),
        "a field that is not in the schema": ('{"status": "running"', '{"state": "running"'),
        "a missing await": ("await ctx.db.patch", "ctx.db.patch"),
        "deep recursion": (GET, "    def f(n):\n        return f(n + 1)\n    f(0)\n" + GET),
        "a huge allocation": (GET, "    n = 2**63 - 1\n    [0] * n\n" + GET),
        "an exit": (GET, "    raise SystemExit\n" + GET),
        "endless steps": (GET, "    while True:\n    " + GET),
        "something else to await": (GET, WAIT + GET),
    }
    before, after = changes[what]
    assert before in solution
    return solution.replace(before, after)


@pytest.mark.parametrize(
    ("what", "expected", "message"),
    [
        ("a syntax error", ("SyntaxError", 22), "parenthesi"),
        (
            "an exception",
            ("KeyError", 24),
            "There is no key 'nope' in that dict. If it may be missing, write .get('nope').",
        ),
        ("a value that is none", ("NotAValueError", 18), "is not a supported Convex type"),
        ("a schema of the wrong type", ("MissingSchema", None), "schema is something else"),
        (
            "a function that is missing",
            ("MissingFunction", None),
            "jobs.py needs a function called claim_next. It defines claim and claim_nxt.",
        ),
        ("an unknown table", ("InvalidArgumentError", 23), 'Id<"job">, got Id<"jobs">'),
        ("an unknown index", ("IndexNotFoundError", 33), "Index jobs.by_state not found."),
        ("a field that is not in the schema", ("SchemaValidationError", 26), "extra field `state`"),
        ("a missing await", ("NotAwaitedError", 26), "was never awaited"),
        ("deep recursion", ("RecursionError", 24), "never came back"),
        pytest.param(
            "a huge allocation",
            ("MemoryError", 24),
            "more memory than it may have",
            marks=pytest.mark.cpython,  # no such number can be asked for where a word has 32 bits
        ),
        ("an exit", ("SystemExit", 23), "called exit()"),
        ("endless steps", ("StepBudget", 24), "made 500 steps and had not ended"),
        ("something else to await", ("DeveloperError", 25), "which is not a step"),
    ],
)
def test_bad_input_gets_one_clear_message_with_its_line(
    one_winner: Exercise, solution: str, what: str, expected: tuple[str, int | None], message: str
) -> None:
    report = grade(one_winner, broken(solution, what))
    assert report.verdict == "error"
    assert report.error is not None
    assert (report.error.type, report.error.line) == expected
    assert message in report.error.message
    assert "0x" not in canonical_json(report.to_json())


def test_a_plain_function_is_told_from_one_that_is_missing(
    one_winner: Exercise, solution: str
) -> None:
    head, _, rest = solution.rpartition("@internal_mutation(")
    text = head + rest.partition("\n")[2]
    report = grade(one_winner, text)
    assert report.error is not None
    assert "claim_next is there, but it is not a Convex function." in report.error.message
    assert report.error.line == text.splitlines().index("async def claim_next(ctx, worker):") + 1


@pytest.mark.parametrize("text", ["", "# nothing\n", "print('hello')\n"])
def test_a_file_without_functions_says_what_it_lacks(one_winner: Exercise, text: str) -> None:
    report = grade(one_winner, text)
    assert report.error is not None
    assert report.error.type == "MissingSchema"
    assert {check.status for check in report.checks} == {"not-run"}


def test_a_file_of_prints_is_stopped_and_its_output_kept(
    one_winner: Exercise, solution: str
) -> None:
    report = grade(one_winner, solution + "\nfor i in range(10_000_000): print(i)\n")
    assert report.error is not None
    assert report.error.type == "OutputLimit"
    assert report.output.startswith("0\n1\n")


def test_globals_do_not_survive_from_check_to_check(one_winner: Exercise, solution: str) -> None:
    report = grade(one_winner, f"seen = []\n{solution}seen.append(1)\nprint(len(seen))\n")
    assert set(report.output.split()) == {"1"}


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("checks.py", "1 / 0", "checks.py: ZeroDivisionError"),
        ("checks.py", "x = 1", "no function is marked with @check"),
        (
            "checks.py",
            "from labkit.grader.checks import check\n@check('a', title='A', hint='gone')\ndef a(lab): pass\n",
            "a names the hint gone",
        ),
    ],
)
def test_an_exercise_that_cannot_grade_says_so(
    one_winner_files: dict[str, str], file: str, text: str, message: str
) -> None:
    exercise = Exercise.from_files({**one_winner_files, file: text})
    with pytest.raises(ExerciseError, match=message):
        grade(exercise, "")


def test_progress_is_heard(one_winner: Exercise, solution: str) -> None:
    heard: list[tuple[int, int, str]] = []
    grade(one_winner, solution, progress=lambda *step: heard.append(step))
    assert (2520, "4 workers, one job") in {(total, label) for _, total, label in heard}
    assert all(0 < done <= total for done, total, _ in heard)
