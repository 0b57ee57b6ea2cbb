"""An application of several files: what they import from one another, and what they define between them."""

from __future__ import annotations

import pytest

from labkit.workbench.files import name_problem
from tests.labkit.workbench.page import Kept, opened

SCHEMA = """
from minivex import define_schema, define_table, v
schema = define_schema({"notes": define_table({"text": v.string()}).index("by_text", ["text"])})
"""
WORDS = """
from minivex import query
def shout(text):
    return text.upper()
@query(args={})
async def greeting(ctx):
    return shout("hello")
"""
NOTES = """
from minivex import api, internal, mutation, query, v
from lib.words import greeting, shout
@mutation(args={"text": v.string()})
async def add(ctx, text):
    return await ctx.db.insert("notes", {"text": shout(text)})
@query(args={})
async def texts(ctx):
    first = await ctx.run_query(api.lib.words.greeting, {})
    return [first, *[row["text"] for row in await ctx.db.query("notes").collect()]]
"""


def several(**files: str) -> Kept:
    page = Kept()
    page.open()
    assert page.push(**files)["pushed"] == {"ok": True, "error": None}
    return page


def refused(**files: str) -> dict[str, object]:
    page = Kept()
    page.open()
    pushed = page.push(**files)["pushed"]
    assert not pushed["ok"]
    assert isinstance(pushed["error"], dict)
    return pushed["error"]


def test_files_import_one_another_and_each_is_a_module() -> None:
    page = several(notes=NOTES, schema=SCHEMA, lib__words=WORDS)
    functions = [one["path"] for one in page.ask("look")["functions"]]
    assert functions == ["notes:add", "notes:texts", "lib/words:greeting"]
    page.value("notes:add", text="a")
    assert page.value("notes:texts") == ["HELLO", "A"]


@pytest.mark.parametrize(
    "line",
    [
        "import lib.words\nshout = lib.words.shout",
        "from lib import words\nshout = words.shout",
        "from lib.words import *",
        "import lib.words as words\nshout = words.shout",
    ],
)
def test_every_form_of_import_reaches_another_file(line: str) -> None:
    notes = NOTES.replace("from lib.words import greeting, shout", line)
    page = several(schema=SCHEMA, notes=notes, lib__words=WORDS)
    page.value("notes:add", text="a")
    assert page.value("notes:texts") == ["HELLO", "A"]


def test_an_own_file_comes_before_the_library() -> None:
    page = several(
        app="from minivex import query\nfrom json import dumps\n@query(args={})\nasync def q(ctx):\n    return dumps()\n",
        json="def dumps():\n    return 'mine'\n",
    )
    assert page.value("app:q") == "mine"


@pytest.mark.parametrize(
    ("files", "file", "line", "said"),
    [
        ({"a": "import b\n", "b": "import a\n"}, "b", 1, "a.py imports b.py imports a.py"),
        ({"a": "import a\n"}, "a", 1, "a.py imports a.py"),
        ({"a": "from b import gone\n", "b": "x = 1\n"}, "a", 1, "b.py has no gone. It has x."),
        ({"a": "from .b import x\n", "b": "x = 1\n"}, "a", 1, "without a dot"),
        ({"a": "import b\n", "b": "\n1 / 0\n"}, "b", 2, "division by zero"),
        (
            {"a": "try:\n    import b\nexcept Exception:\n    pass\n", "b": "1 / 0\n"},
            "b",
            1,
            "zero",
        ),
        ({"a": "import b\nb.x = 2\n", "b": "x = 1\n"}, "a", 2, "cannot be changed"),
        ({"a": "import os\n", "b": ""}, "a", 1, "os"),
        ({"minivex": "x = 1\n"}, "minivex", None, "name of the library"),
        ({"schema": "x = 1\n"}, "schema", None, "schema.py defines no schema"),
        ({"http": "http = 1\n"}, "http", None, "http.py defines no http"),
        ({"schema": SCHEMA, "b": SCHEMA}, "b", None, "each define schema"),
    ],
)
def test_what_cannot_run_names_its_file_and_line(
    files: dict[str, str], file: str, line: int | None, said: str
) -> None:
    error = refused(**files)
    assert (error["file"], error["line"]) == (file, line)
    assert said in str(error["message"])


def test_a_schema_may_be_imported_where_it_is_needed() -> None:
    page = several(schema=SCHEMA, app="from schema import schema\n")
    assert [table["name"] for table in page.ask("look")["tables"]] == ["notes"]


def test_an_error_of_a_call_names_the_innermost_file() -> None:
    page = several(
        app="from minivex import query\nfrom words import fail\n@query(args={})\nasync def q(ctx):\n    return fail()\n",
        words="def fail():\n    return 1 / 0\n",
    )
    error = page.run("app:q")["call"]["error"]
    assert (error["file"], error["line"]) == ("words", 2)


@pytest.mark.parametrize("name", ["app", "lib/words", "a1/b_2", "http"])
def test_a_name_of_a_module_is_taken(name: str) -> None:
    assert name_problem(name) == ""


@pytest.mark.parametrize(
    "name", ["", "1a", "_generated", "a-b", "lib/", "/a", "a.py", "class", "a/def", "x" * 61]
)
def test_a_name_that_could_not_be_imported_is_refused(name: str) -> None:
    assert name_problem(name) != ""


def test_the_old_single_file_is_still_a_whole_application() -> None:
    assert len(opened().ask("look")["functions"]) == 7
