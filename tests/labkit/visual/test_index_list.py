"""The index as a sorted list: which keys a read has met, what its read set keeps, what a write comes to."""

from __future__ import annotations

import json
from typing import Any

import pytest

from labkit.entry import handle
from labkit.grader.folder import LabFolder
from tests.labkit.conftest import LABS

FILES = LabFolder(LABS / "05-visual" / "10-index-list", "lab").files()
FILE_OF = {
    "equal": "equal.py",
    "newest": "newest.py",
    "filter": "filter.py",
    "compound": "compound.py",
}


def play(scene: str, insert: str = "nothing", *, source: str | None = None) -> dict[str, Any]:
    request = {
        "kind": "visual",
        "lab": {"id": "index-list", "files": FILES},
        "scene": scene,
        "source": source or FILES[FILE_OF[scene]],
        "settings": {"insert": insert},
    }
    reply: dict[str, Any] = json.loads(handle(json.dumps(request)))
    assert reply["kind"] == "visual", reply
    return reply


def edited(scene: str, before: str, after: str) -> str:
    text = FILES[FILE_OF[scene]]
    assert before in text
    return text.replace(before, after)


def counts(reply: dict[str, Any]) -> dict[str, int]:
    found: dict[str, int] = reply["frames"][-1]["picture"]["counts"]
    return found


def kept(reply: dict[str, Any]) -> list[str]:
    """The read set of the index that is shown at the end."""
    return [span["text"] for span in reply["frames"][-1]["picture"]["read"]]


@pytest.mark.parametrize(
    ("scene", "read", "returned"),
    [("equal", 3, 3), ("newest", 2, 2), ("filter", 5, 1), ("compound", 2, 2)],
)
def test_what_the_page_asks_to_predict_is_what_is_read(
    scene: str, read: int, returned: int
) -> None:
    found = counts(play(scene))
    assert (found["stored"], found["read"], found["kept"]) == (8, read, returned)


@pytest.mark.parametrize(
    ("scene", "insert", "state"),
    [
        ("equal", "same", "broken"),
        ("equal", "before", "kept"),
        ("equal", "behind", "kept"),
        ("newest", "same", "broken"),
        ("newest", "oldest", "kept"),
        ("newest", "other", "kept"),
        ("filter", "dropped", "broken"),
        ("filter", "insert", "kept"),
        ("filter", "other", "kept"),
        ("compound", "inside", "broken"),
        ("compound", "cheap", "kept"),
        ("compound", "elsewhere", "kept"),
    ],
)
def test_only_a_write_inside_of_the_read_set_invalidates(
    scene: str, insert: str, state: str
) -> None:
    reply = play(scene, insert)
    last = reply["frames"][-1]
    assert reply["verdict"]["state"] == state
    assert (last["broken"] is not None) == (state == "broken")
    where = {row["landing"] for row in last["picture"]["rows"]} - {""}
    if insert != "oldest":  # the deleted row has no key any more
        assert where == {"inside" if state == "broken" else "outside"}


def test_a_scan_meets_its_keys_in_order_and_ends_where_the_read_set_does() -> None:
    reply = play("newest")
    assert [frame["title"] for frame in reply["frames"][1:3]] == [
        "messages#8 is read.",
        "messages#6 is read.",
    ]
    assert kept(reply) == ['[channel = "red", from messages#6]']
    span = reply["frames"][-1]["picture"]["read"][0]
    rows = reply["frames"][-1]["picture"]["rows"]
    assert [row["name"] for row in rows[span["from"] : span["to"]]] == ["messages#6", "messages#8"]


def test_the_read_set_grows_with_every_key() -> None:
    frames = play("filter")["frames"][1:6]
    assert [frame["picture"]["read"][0]["text"] for frame in frames] == [
        f'[owner = "ada", up to tasks#{number}]' for number in range(1, 6)
    ]


def test_the_keys_are_drawn_in_the_order_of_the_index() -> None:
    rows = play("compound")["frames"][0]["picture"]["rows"]
    keys = [(row["key"][0], int(row["key"][1])) for row in rows]
    assert keys == sorted(keys)


def test_one_range_more_wide_is_touched_by_what_the_narrow_one_leaves_out() -> None:
    wide = edited("equal", 'q.eq("channel", channel)', 'q.gte("channel", channel)')
    assert play("equal", "behind", source=wide)["verdict"]["state"] == "broken"


def test_a_take_with_too_few_rows_keeps_the_whole_range() -> None:
    few = edited("newest", "take(2)", "take(9)")
    assert kept(play("newest", source=few)) == ['[channel = "red"]']
    assert play("newest", "oldest", source=few)["verdict"]["state"] == "broken"


def test_with_the_status_in_the_index_the_dropped_task_is_outside() -> None:
    source = FILES["filter.py"].replace(
        '.index("by_owner", ["owner"])', '.index("by_owner", ["owner", "status"])'
    )
    source = source.replace(
        'q.eq("owner", owner))\n        .filter(lambda q: q.eq(q.field("status"), "open"))',
        'q.eq("owner", owner).eq("status", "open"))',
    )
    reply = play("filter", "dropped", source=source)
    assert reply["verdict"]["state"] == "kept"
    assert "read 1 key of the 8" in reply["verdict"]["sentence"]


def test_the_table_says_what_the_picture_says() -> None:
    frame = play("filter")["frames"][-1]
    said = [row[-1] for row in frame["table"]["rows"]]
    assert said.count("read, dropped by the filter") == 4
    assert said.count("read") == 1
    inside = [row[-2] for row in frame["table"]["rows"]]
    assert inside.count("inside") == 5


def test_an_empty_range_is_a_mark_between_two_keys() -> None:
    source = edited(
        "equal", 'call = ("inbox", {"channel": "red"})', 'call = ("inbox", {"channel": "green"})'
    )
    frame = play("equal", source=source)["frames"][-1]
    (span,) = frame["picture"]["read"]
    assert span["from"] == span["to"]
    assert play("equal", "before", source=source)["verdict"]["state"] == "broken"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("call = (", "called = (", 'call must be ("function", {arguments})'),
        ('"inbox", {"channel"', '"outbox", {"channel"', "call names outbox"),
        ('"same": ("post"', '"like": ("post"', 'others has no call for "same"'),
        ('"same": ("post"', '"same": ("inbox"', "is no mutation"),
        ("for each in channels]", "for each in channels * 9]", "up to 60 are drawn"),
    ],
)
def test_a_scene_that_cannot_be_played_says_why(before: str, after: str, said: str) -> None:
    reply = play("equal", "same", source=edited("equal", before, after))
    assert said in reply["error"]["message"]


def test_an_endless_call_is_given_up() -> None:
    loop = '    while True:\n        await ctx.db.query("messages").first()\n    return await ('
    source = edited("equal", "    return await (", loop)
    assert "more than 200 steps" in play("equal", source=source)["error"]["message"]
