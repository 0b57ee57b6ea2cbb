"""What a file may still write: the fence refuses ways out and no way of writing."""

from __future__ import annotations

import pytest

from labkit.grader.report import LearnerError
from labkit.grader.sandbox import LearnerFailure, Output, Source, captured, load

USUAL = {
    "classes of its own": """
class Point:
    __slots__ = ("_x", "y")
    def __init__(self, x, y):
        self._x, self.y = x, y
        self.y += 1
    @property
    def x(self): return self._x
class Far(Point):
    def __init__(self):
        super().__init__(1, 2)
        self._x = self._x + self.y
    def moved(self): return super().x
found = Far().moved() + getattr(Far(), "_x") + (hasattr(Far(), "z") and 1)
assert found == 8
""",
    "attributes by name": """
import operator
class Row: pass
row = Row()
setattr(row, "name", "ada"); row.age = 3; del row.age
assert operator.attrgetter("name")(row) == "ada" and vars(row) == {"name": "ada"}
assert operator.methodcaller("upper")("a") == "A" and operator.attrgetter("real", "imag")(1) == (1, 0)
delattr(row, "name")
assert not hasattr(row, "name") and getattr(row, "name", 0) == 0
""",
    "the library that computes": """
import collections.abc, json, math, re, statistics, urllib.parse
from collections import Counter, abc, defaultdict, namedtuple
from datetime import datetime, timezone
from enum import Enum, auto
from functools import lru_cache, partial, reduce, wraps
from typing import Literal, NamedTuple, TypedDict
class Color(Enum):
    RED = auto()
class Pair(NamedTuple):
    a: int
    b: int = 2
assert Color.RED.value == 1 and Color.RED._name_ == "RED"
assert Pair(1)._replace(a=3)._asdict() == {"a": 3, "b": 2}
assert json.loads(json.dumps({"a": 1})) == {"a": 1} and abc.Mapping is collections.abc.Mapping
assert urllib.parse.quote("a b") == "a%20b" and datetime.fromtimestamp(0, timezone.utc).year == 1970
@lru_cache
def double(x): return x * 2
def loud(f):
    @wraps(f)
    def inner(*args): return f(*args)
    return inner
@loud
def named(x): return x
assert double(2) == 4 and named.__name__ == "named" and named(1) == 1
""",
    "names of its own": """
count = 1
def outer():
    global count
    count += 1
    local = 2
    return locals()
assert outer() == {"local": 2} and globals()["count"] == 2 and vars()["count"] == 2
def tagged(): tagged.calls = 1
tagged()
assert tagged.calls == 1
import json
json.own = 1
assert json.own == 1
""",
    "errors of its own": """
from minivex import ConvexError
class Taken(ConvexError):
    def __init__(self, name):
        super().__init__({"code": "TAKEN", "name": name})
        self.name = name
try: raise Taken("ada")
except ConvexError as error: assert error.data["name"] == error.name
""",
    "patterns": """
class Point:
    def __init__(self, x): self.x = x
def kind(value):
    match value:
        case {"a": int(n)}: return n
        case [str(), *rest]: return len(rest)
        case Point(x=x): return x
        case None | bool(): return -1
    return -2
assert [kind({"a": 1}), kind(["x", 1]), kind(Point(7)), kind(None), kind(2.5)] == [1, 1, 7, -1, -2]
""",
    "annotations that are text": """
from __future__ import annotations
def f(x: Unknown) -> Unknown: return x
y: Unknown = f(1)
""",
}


def error_of(text: str) -> LearnerError:
    with pytest.raises(LearnerFailure) as caught, captured(Output()):
        load(Source("jobs.py", text), "jobs")
    return caught.value.error


@pytest.mark.parametrize("text", USUAL.values(), ids=list(USUAL))
def test_what_is_usual_runs(text: str) -> None:
    with captured(Output()):
        load(Source("jobs.py", text), "jobs")


def test_a_refusal_names_the_line_and_what_was_reached_for() -> None:
    found = error_of(
        "x = 1\ntry:\n    1 / 0\nexcept ZeroDivisionError as error:\n    error.__traceback__\n"
    )
    assert (found.type, found.line) == ("SyntaxError", 5)
    assert found.message.startswith("__traceback__ leads out of the file")


def test_a_refusal_while_it_runs_has_its_line() -> None:
    found = error_of("import minivex\n\nminivex.Backend.run = None\n")
    assert (found.type, found.line) == ("NotAllowedError", 3)
    assert found.message.startswith("run of Backend cannot be changed: it is not this file's.")


def test_the_columns_of_an_error_are_those_of_the_file() -> None:
    found = error_of("class A: pass\na = A()\na.b = a._c\n")
    assert (found.type, found.line) == ("AttributeError", 3)
    assert found.traceback == "jobs.py, line 3\n    a.b = a._c"


def test_a_module_belongs_to_one_file() -> None:
    with captured(Output()):
        load(Source("jobs.py", "import json\njson.dumps = None\n"), "jobs")
        load(Source("jobs.py", "import json\nassert json.dumps(1) == '1'\n"), "jobs")


@pytest.mark.parametrize(
    "name", ["json.decoder", "json.codecs", "collections._sys", "typing.sys", "re._compiler"]
)
def test_a_module_does_not_lead_to_another(name: str) -> None:
    top = name.partition(".")[0]
    assert error_of(f"import {top}\n{name}\n").type in ("AttributeError", "NotAllowedError")
