"""A visual lab's request: which settings it takes, and what it answers when a scene cannot be played."""

from __future__ import annotations

import json
from typing import Any

import pytest

from labkit.entry import handle
from labkit.grader.exercise import ExerciseError, Lab

TOML = """
id = "watching"
kind = "lab"
title = "Watching"
summary = "Who runs again."
view = "subscriptions"

[[scenes]]
id = "one"
title = "One"
file = "one.py"
module = "rows"

[[scenes.settings]]
id = "variant"
label = "What is written"
kind = "choice"
values = ["short: one write", "long"]
default = "short"

[[scenes.settings]]
id = "times"
label = "How often"
kind = "range"
min = 0
max = 5
default = 1

[[scenes.settings]]
id = "calm"
label = "Nothing happens"
kind = "switch"
default = false
"""
SCENE = """
from minivex import define_schema, define_table, mutation, query, v

schema = define_schema({"rows": define_table({"n": v.number()})})
rows = {"rows": [{"n": 1}]}
live = {"ada": [("all_rows", {})]}
writes = {"short": [("add", {})], "long": [("add", {}), ("add", {})]}


@query(args={})
async def all_rows(ctx):
    return await ctx.db.query("rows").collect()


@mutation(args={})
async def add(ctx):
    print("adding")
    await ctx.db.insert("rows", {"n": 2})
"""


def ask(source: str = SCENE, **settings: Any) -> dict[str, Any]:
    request = {
        "kind": "visual",
        "lab": {"id": "watching", "files": {"lab.toml": TOML, "one.py": SCENE}},
        "scene": "one",
        "source": source,
        "settings": settings,
    }
    reply: dict[str, Any] = json.loads(handle(json.dumps(request)))
    return reply


def test_a_run_is_frames_a_verdict_and_what_was_printed() -> None:
    reply = ask()
    assert (reply["kind"], reply["view"], reply["error"]) == ("visual", "subscriptions", None)
    assert reply["verdict"]["state"] in ("kept", "broken")
    assert "adding" in reply["output"]
    assert {"title", "line", "picture", "table", "broken"} == set(reply["frames"][0])


def test_a_setting_changes_the_run() -> None:
    assert len(ask(variant="long")["frames"]) > len(ask(variant="short")["frames"])


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"variant": "none"}, "variant cannot be 'none'; it can be 'short', 'long'"),
        ({"times": 6}, "times cannot be 6; it can be a whole number from 0 to 5"),
        ({"times": True}, "times cannot be True"),
        ({"calm": 1}, "calm cannot be 1; it can be true or false"),
        ({"other": 1}, "no setting 'other'; it has variant, times, calm"),
    ],
)
def test_a_setting_that_does_not_fit_is_refused(settings: dict[str, Any], said: str) -> None:
    reply = ask(**settings)
    assert reply["kind"] == "refused"
    assert said in reply["message"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("x = (", "was never closed"),
        (SCENE.replace('[("add", {})]', '[("nope", {})]'), "writes names nope"),
        (SCENE.replace("writes = ", "wrote = "), "needs writes"),
        (SCENE.replace("    print", "    1 / 0\n    print"), "division"),
        (SCENE + "\nraise SystemExit", "called exit()"),
    ],
)
def test_a_scene_that_cannot_be_played_says_why(source: str, message: str) -> None:
    reply = ask(source, variant="short")
    assert reply["kind"] == "visual"
    assert message in reply["error"]["message"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('default = "short"', 'default = "neither"', "has the default 'neither'"),
        ('kind = "switch"', 'kind = "lever"', "has the kind 'lever'"),
        ("max = 5", "most = 5", "max is not set"),
        ("max = 5", "max = 5\nstep = 1", "nothing reads"),
        ('module = "rows"', 'module = "rows"\nrepeat = "x"', "nothing reads"),
        ('view = "subscriptions"', 'view = "submarines"', "no view 'submarines'"),
    ],
)
def test_a_folder_with_a_mistake_names_the_rule(before: str, after: str, said: str) -> None:
    with pytest.raises(ExerciseError, match=said):
        Lab.from_files({"lab.toml": TOML.replace(before, after), "one.py": SCENE})
