"""What gets past the fence is still refused by Python's own reports, or found before a verdict is believed."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

import minivex
from labkit.grader import grade as grading
from labkit.grader import mutants
from labkit.grader.exercise import Exercise
from labkit.grader.rows import rows_differ
from labkit.grader.seal import Seal
from labkit.grader.vouched import vouched
from labkit.grader.watch import NotAllowedError, watch
from minivex import Backend, define_table, v
from minivex.index.interval import Interval
from minivex.schema.tables import Schema
from minivex.values import value as values
from tests.labkit.grader.programs import SMALL_EXERCISE

FILE = "a_file_that_is_watched.py"


@pytest.mark.parametrize(
    ("owner", "name", "said"),
    [
        (Backend, "run", "minivex.backend.Backend.run"),
        (values, "freeze", "minivex.values.value.freeze"),
        (grading, "grade", "labkit.grader.grade.grade"),
        (Interval, "covers_nothing", "minivex.index.interval.Interval.covers_nothing"),
    ],
)
def test_a_name_that_stands_for_something_else_is_found(
    monkeypatch: pytest.MonkeyPatch, owner: object, name: str, said: str
) -> None:
    seal = Seal({})
    assert seal.broken() is None
    monkeypatch.setattr(owner, name, print, raising=False)
    found = seal.broken()
    assert found is not None
    assert found.endswith(said.rpartition(".")[2])
    monkeypatch.undo()
    assert seal.broken() is None


def test_code_and_tables_that_were_changed_in_place_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seal = Seal({})
    with monkeypatch.context() as patch:
        patch.setattr(rows_differ, "__code__", (lambda told, wanted, names, fields: None).__code__)
        assert seal.broken() == "labkit.grader.rows.rows_differ.__code__"
    with monkeypatch.context() as patch:
        patch.setitem(mutants._METHODS, "take", "first")
        assert "_METHODS" in str(seal.broken())
    with monkeypatch.context() as patch:
        patch.setattr("builtins.len", lambda _: 0)
        assert seal.broken() == "builtins.len"
    assert seal.broken() is None


def test_no_verdict_is_believed_when_the_engine_was_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exercise = Exercise.from_files(SMALL_EXERCISE)
    body = "def adds_one(lab: Context) -> None:\n"
    patched = f"{body}    import minivex\n    minivex.Backend.sneaked = 1\n"
    files = {**SMALL_EXERCISE, "checks.py": SMALL_EXERCISE["checks.py"].replace(body, patched)}
    monkeypatch.setattr(Backend, "sneaked", 0, raising=False)
    report = grading.grade(Exercise.from_files(files), SMALL_EXERCISE["solution.py"])
    assert (report.verdict, report.error and report.error.type) == ("error", "ChangedGrader")
    assert report.error is not None
    assert "Backend.sneaked" in report.error.message
    assert grading.grade(exercise, SMALL_EXERCISE["solution.py"]).verdict == "right"


def lines(text: str) -> Callable[[], object]:
    """A function of a watched file that has all of Python."""
    namespace: dict[str, object] = {"minivex": minivex, "sys": sys}
    source = f"def act():\n    {text}\n"
    exec(compile(source, FILE, "exec"), namespace)
    found = namespace["act"]
    assert callable(found)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "return act.__code__",
        "act.__code__ = act.__code__",
        "return (x for x in []).gi_frame",
        "return sys._current_frames()",
        "sys.settrace(None)",
        "import gc; return gc.get_objects()",
        "exec('1')",
        "return open(__import__('os').devnull)",
        "import os; os.listdir('.')",
        "import os; os.kill(os.getpid(), 0)",
        pytest.param(
            "import subprocess; subprocess.run(['true'])",
            marks=pytest.mark.cpython,  # a browser has no processes to forbid
        ),
        "import pathlib; pathlib.Path('x').read_text()",
        "import operator; return operator.attrgetter('__code__')(act)",
    ],
)
def test_python_itself_reports_what_no_function_needs(text: str) -> None:
    act = lines(text)
    watch(FILE)
    with pytest.raises(NotAllowedError, match="leads out of the file"):
        act()


def test_a_schema_is_built_anew_from_what_it_says() -> None:
    jobs = define_table({"n": v.optional(v.union(v.number(), v.literal("x"))), "m": v.any()})
    jobs.index("by_n", ["n"]).index("later", ["m"], staged=True)
    schema = Schema({"jobs": jobs}, schema_validation=False)
    copy = vouched(schema)
    assert copy is not None
    assert copy.to_json() == schema.to_json()
    schema.tables["jobs"].indexes.clear()
    assert list(copy.tables["jobs"].indexes) == ["by_n"]
    assert vouched(object()) is None


def test_a_schema_of_a_class_of_its_own_is_none() -> None:
    class Liar(Schema):
        pass

    assert vouched(Liar({})) is None
