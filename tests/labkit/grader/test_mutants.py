"""Small changes of a solution: which there are, and that those nobody notices are found."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest

from labkit.grader.exercise import Exercise
from labkit.grader.folder import LabFolder
from labkit.grader.mutant_rules import MUTANTS, equivalents, mutant_problems
from labkit.grader.mutants import Mutant, mutants_of, report_on, sample
from labkit.grader.shape import shape
from tests.labkit.grader.programs import SMALL_EXERCISE

FUNCTION = """\
LIMIT = 10
schema = define_schema({{"jobs": define_table({{"a": v.number()}}).index("by_a_b", ["a", "b"])}})

@mutation
async def act(ctx, id):
    "What it does."
    {line}
"""


def changes(line: str) -> list[str]:
    found = mutants_of(FUNCTION.format(line=line))
    return [each.change.removeprefix("act: ") for each in found if each.change.startswith("act: ")]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("x = a == b", ["a == b -> a != b"]),
        ("x = a < b", ["a < b -> a <= b"]),
        ("x = a is None", ["a is None -> a is not None"]),
        ("x = a in b", ["a in b -> a not in b"]),
        ("x = not a", ["not a -> a"]),
        ("x = a and b", ["a and b -> a or b"]),
        ("x = a + b", ["a + b -> a - b"]),
        ("x += b", ["x += b -> x -= b"]),
        ("x = 5", ["5 -> 6", "5 -> 4"]),
        ("x = True", ["True -> False"]),
        ("if a: pass", ["if a -> if not a"]),
        ("if a == b: pass", ["a == b -> a != b"]),
        ("while True: break", ["while True -> while False", "break -> pass", "True -> False"]),
        ("raise ConvexError({'code': 'NO'})", ["raise ConvexError({'code': 'NO'}) -> pass"]),
        ("return a", ["return a -> return None"]),
        ("return", []),
        ("await ctx.db.delete(id)", ["await ctx.db.delete(id) -> pass"]),
        ("x = await q.collect()", ["q.collect() -> q.take(1)"]),
        ("x = await q.first()", ["q.first() -> q.unique()"]),
        ("x = q.order('desc')", ["'desc' -> 'asc'"]),
        ("x = {'a': b, 'c': d}", ["{'a': b, 'c': d} -> {'c': d}", "{'a': b, 'c': d} -> {'a': b}"]),
        (
            "x = q.with_index('by_a', lambda q: q.gt('a', b))",
            [
                "q.with_index('by_a', lambda q: q.gt('a', b)) -> q.with_index('by_a')",
                "q.gt('a', b) -> q.gte('a', b)",
            ],
        ),
        (
            "x = q.eq('a', b).lt('c', d)",
            [
                "q.eq('a', b).lt('c', d) -> q.eq('a', b).lte('c', d)",
                "q.eq('a', b).lt('c', d) -> q.eq('a', b)",
                "q.eq('a', b) -> q.gte('a', b)",
            ],
        ),
    ],
)
def test_each_kind_of_change_is_made(line: str, wanted: list[str]) -> None:
    assert [each for each in changes(line) if each in wanted] == [
        each for each in wanted if each in changes(line)
    ]
    assert set(wanted) - {"True -> False"} <= set(changes(line)) or wanted == ["True -> False"]
    assert bool(wanted) == bool(changes(line))


def test_constants_and_indexes_are_changed_and_nothing_else_outside_of_functions() -> None:
    found = [each.change for each in mutants_of(FUNCTION.format(line="pass"))]
    assert found == [
        "constant: 10 -> 11",
        "constant: 10 -> 9",
        "schema: index('by_a_b', ['a', 'b']) -> index('by_a_b', ['b', 'a'])",
        "schema: index('by_a_b', ['a', 'b']) -> index('by_a_b', ['a'])",
    ]


def test_mutants_are_programs_that_differ_and_always_the_same_ones() -> None:
    text = SMALL_EXERCISE["solution.py"]
    found = mutants_of(text)
    assert found == mutants_of(text)
    assert len({each.text for each in found}) == len({each.change for each in found}) == len(found)
    assert ast.dump(ast.parse(text)) not in [ast.dump(ast.parse(each.text)) for each in found]


def test_a_sample_is_spread_over_the_file() -> None:
    found = [Mutant(str(number), number, "") for number in range(10)]
    assert [each.line for each in sample(found, 3)] == [1, 5, 8]
    assert sample(found, 20) == found


@pytest.mark.cpython  # a browser has no alarm signal; there the page ends the whole worker
def test_a_mutant_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labkit.grader.mutants.SECONDS_MAX", 0.2)
    endless = SMALL_EXERCISE["solution.py"].replace("    row =", "    while True: pass\n    row =")
    report = report_on(Exercise.from_files(SMALL_EXERCISE), Mutant("", 1, endless))
    assert report.verdict == "error"


def told(files: dict[str, str]) -> list[tuple[str, str]]:
    exercise = Exercise.from_files(files)
    return [(file, rule) for file, rule, _ in mutant_problems(exercise, files, count=None)]


HOLE = (
    "    await ctx.db.patch",
    "    if row['value'] > 100: return\n    await ctx.db.patch",
)


def test_a_change_that_no_check_notices_is_a_problem_until_it_is_listed() -> None:
    files = {**SMALL_EXERCISE, "solution.py": SMALL_EXERCISE["solution.py"].replace(*HOLE)}
    assert told(SMALL_EXERCISE) == []
    assert set(told(files)) == {("checks.py", "a mutant of the solution is rejected")}
    exercise = Exercise.from_files(files)
    (first, *_) = [message for *_, message in mutant_problems(exercise, files, count=None)]
    assert "every check passes with \"add: row['value'] > 100 -> row['value'] >= 100\"" in first
    listed = [
        "add: row['value'] > 100 -> row['value'] >= 100",
        "add: 100 -> 101",
        "add: 100 -> 99",
    ]
    rows = "".join(
        f'[[equivalent]]\nchange = "{each}"\nwhy = "no value is near"\n' for each in listed
    )
    assert told({**files, MUTANTS: rows}) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("[[equivalent]]\nchange = 'gone'\nwhy = 'x'\n", "a listed mutant exists"),
        ("[[equivalent]]\nchange = 'add: 1 -> 2'\nwhy = 'x'\n", "a listed mutant survives"),
        ("[[equivalent]]\nchange = 'x'\n", "equivalent mutants are listed with a reason"),
        (
            "[[equivalent]]\nchange = 'x'\nwhy = ' '\n",
            "equivalent mutants are listed with a reason",
        ),
        ("equivalent = 3\n", "equivalent mutants are listed with a reason"),
        ("[[", "equivalent mutants are listed with a reason"),
    ],
)
def test_the_list_is_true(text: str, rule: str) -> None:
    assert (MUTANTS, rule) in told({**SMALL_EXERCISE, MUTANTS: text})


def test_a_solution_with_nothing_to_change_is_a_problem() -> None:
    exercise = Exercise.from_files(SMALL_EXERCISE)
    files = {**SMALL_EXERCISE, "solution.py": "x = 'a'\n"}
    rules = [rule for _, rule, _ in mutant_problems(exercise, files, count=0)]
    assert rules == ["three mutants are rejected"]
    assert equivalents({}) == {}


def test_the_shape_of_an_answer_is_what_it_does() -> None:
    one = (
        "import a\ndef f(ctx, id):\n    'says'\n    row = ctx.get(id)  # why\n    return row + 1\n"
    )
    same = "def f(c, job):\n    found = c.get(job)\n    return found + 1\n"
    other = "def f(ctx, id):\n    return ctx.get(id) + 1\n"
    assert shape(one) == shape(same)
    assert shape(one) != shape(other)


def test_an_answer_with_other_names_is_no_second_answer(tmp_path: Path) -> None:
    from labkit.grader.rules import problems

    path = tmp_path / "10-x" / "10-add-one"
    for name, text in SMALL_EXERCISE.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    again = SMALL_EXERCISE["solution.py"].replace("row", "found")
    (path / "right" / "twice.py").write_text(again, encoding="utf-8")
    broken = {(each.file, each.rule) for each in problems(LabFolder(path, "exercise"), mutants=0)}
    assert ("right/twice.py", "two right answers of different shape") in broken
    shutil.rmtree(path)
