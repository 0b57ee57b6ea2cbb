"""The read-set meter: what each call has read, the limits, and the writes that would make it run again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from labkit.entry import handle
from labkit.grader.folder import LabFolder
from tests.labkit.conftest import LABS

FILES = LabFolder(LABS / "05-visual" / "20-read-set", "lab").files()
FILE_OF = {
    "index-or-filter": "index_or_filter.py",
    "take-or-collect": "take_or_collect.py",
    "join": "join.py",
}


def play(scene: str, *, source: str | None = None, **settings: Any) -> dict[str, Any]:
    request = {
        "kind": "visual",
        "lab": {"id": "read-set", "files": FILES},
        "scene": scene,
        "source": source or FILES[FILE_OF[scene]],
        "settings": settings,
    }
    reply: dict[str, Any] = json.loads(handle(json.dumps(request)))
    assert reply["kind"] == "visual", reply
    return reply


def used(reply: dict[str, Any], name: str) -> list[int]:
    """A count of both calls at the end."""
    return [
        meter["used"]
        for lane in reply["frames"][-1]["picture"]["lanes"]
        for meter in lane["meters"]
        if meter["name"] == name
    ]


def surface(reply: dict[str, Any], lane: int) -> str:
    found: list[str] = reply["frames"][-1]["picture"]["lanes"][lane]["surface"]
    return " ".join(found)


def test_what_the_page_asks_to_predict_is_what_is_read() -> None:
    assert used(play("index-or-filter"), "documents") == [2, 24]
    assert used(play("join"), "ranges") == [3, 1]
    claims = play("take-or-collect")
    assert used(claims, "documents") == [2, 13]
    assert "an insert sorts behind it and would not" in surface(claims, 0)
    assert surface(claims, 1).startswith("An insert or a change in jobs")


def test_two_writings_of_the_same_return_the_same() -> None:
    for scene in FILE_OF:
        reply = play(scene)
        assert reply["verdict"]["state"] == "kept", scene
        assert reply["error"] is None


def test_over_the_limit_the_call_raises_and_the_frame_says_so() -> None:
    reply = play("index-or-filter", rows=33)
    assert reply["verdict"] == {"state": "broken", "sentence": 'Over the limit: by_filter("mail").'}
    broken = [frame["broken"] for frame in reply["frames"] if frame["broken"]]
    assert "Too many documents read" in broken[0]
    assert reply["error"] is None
    assert play("index-or-filter", rows=33, limits="real")["verdict"]["state"] == "kept"


def test_ranges_have_a_limit_too() -> None:
    assert play("join", rows=12)["verdict"]["state"] == "kept"
    assert play("join", rows=16)["verdict"]["sentence"] == 'Over the limit: one_by_one("team 0").'


def test_a_step_adds_what_the_transaction_counts() -> None:
    reply = play("join")
    added = [
        meter["added"]
        for frame in reply["frames"]
        for lane in frame["picture"]["lanes"]
        if lane["id"] == "a" and lane["state"] == "running"
        for meter in lane["meters"]
        if meter["name"] == "documents"
    ]
    assert sum(added) == used(reply, "documents")[0]


def test_no_rows_are_a_range_all_the_same() -> None:
    reply = play("index-or-filter", rows=0)
    assert used(reply, "documents") == [0, 0]
    assert used(reply, "ranges") == [1, 1]


def test_a_call_that_returns_something_else_is_told() -> None:
    source = FILES["index_or_filter.py"].replace(
        '"open"))\n        .collect()', '"done"))\n        .collect()', 1
    )
    reply = play("index-or-filter", source=source)
    assert reply["verdict"]["state"] == "broken"
    assert reply["verdict"]["sentence"].startswith("They return different values.")


def test_one_call_alone_is_metered() -> None:
    source = FILES["join.py"].replace('    "b": ("at_once", {"team": "team 0"}),\n', "")
    reply = play("join", source=source)
    assert reply["verdict"] == {
        "state": "open",
        "sentence": 'one_by_one("team 0") read 4 documents.',
    }


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("calls = {", 'calls = {"c": ("at_once", {}), ', "one or two calls; it has 3"),
        ("names.append(", "names.add(", "has no attribute 'add'"),
    ],
)
def test_a_mistake_is_the_readers_to_repair(before: str, after: str, said: str) -> None:
    reply = play("join", source=FILES["join.py"].replace(before, after))
    assert said in reply["error"]["message"]


def test_the_table_has_the_counts_of_the_cards() -> None:
    frame = play("index-or-filter")["frames"][-1]
    assert ["b", "documents read", "24", "32"] in frame["table"]["rows"]


def test_an_endless_call_is_given_up_at_its_line() -> None:
    loop = '    while True:\n        await ctx.db.query("members").first()\n    names = []'
    source = FILES["join.py"].replace("    names = []", loop)
    error = play("join", source=source, limits="real")["error"]
    assert "had not ended. Give its loop an end." in error["message"]
    assert source.splitlines()[error["line"] - 1] == '        await ctx.db.query("members").first()'
