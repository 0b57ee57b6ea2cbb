"""A scene is played from its start each time; whatever its file does, the page gets an answer."""

from __future__ import annotations

from typing import Any

import pytest

from labkit.grader.exercise import Lab
from labkit.grader.scene import play_scene


@pytest.fixture(scope="module")
def lab(two_lanes_files: dict[str, str]) -> Lab:
    return Lab.from_files(two_lanes_files)


def play(
    lab: Lab, scene_id: str, moves: str, isolation: str = "serializable", *, text: str | None = None
) -> dict[str, Any]:
    scene = lab.scene(scene_id)
    assert scene is not None
    return play_scene(
        scene, scene.source if text is None else text, moves=moves, isolation=isolation
    )


def test_before_the_first_move_both_lanes_can_begin(lab: Lab) -> None:
    found = play(lab, "lost-update", "")
    assert found["next"] == {"a": "begin", "b": "begin"}
    assert found["timeline"]["moves"] == []
    assert found["verdict"]["state"] == "open"
    assert found["documents"][0]["name"] == "counters#1"


def test_moves_are_replayed_from_the_start(lab: Lab) -> None:
    assert play(lab, "lost-update", "aab") == play(lab, "lost-update", "aab")
    assert play(lab, "lost-update", "aab")["timeline"]["schedule"] == "aab"


@pytest.mark.parametrize(
    ("scene", "isolation", "moves", "state"),
    [
        ("lost-update", "serializable", "aabbaabbbbbb", "kept"),
        ("lost-update", "snapshot", "aabbaabbbbbb", "kept"),
        ("lost-update", "none", "aabbaabb", "broken"),
        ("write-skew", "serializable", "aabbaabbbbb", "kept"),
        ("write-skew", "snapshot", "aabbaabb", "broken"),
        ("write-skew", "none", "aabbaabb", "broken"),
        ("write-skew", "none", "aaaabbb", "kept"),
    ],
)
def test_each_check_prevents_what_it_is_for(
    lab: Lab, scene: str, isolation: str, moves: str, state: str
) -> None:
    found = play(lab, scene, moves, isolation)
    assert found["verdict"]["state"] == state
    assert found["next"] == {"a": None, "b": None}


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        (("import", "imp("), 3, "invalid syntax"),
        (('"a": ("leave"', '"a": ("leav"'), None, "Lane a calls leav, and the file defines leave."),
        (('"doctor": "bo"', '"doctor": 5'), None, "does not match the schema"),
        (("len(on_call) < 2", "nonsense"), 21, "name 'nonsense' is not defined"),
    ],
)
def test_a_scene_that_stops_says_why_and_where(
    lab: Lab, change: tuple[str, str], line: int | None, message: str
) -> None:
    scene = lab.scene("write-skew")
    assert scene is not None
    found = play(lab, "write-skew", "aa", text=scene.source.replace(*change))
    assert message in found["error"]["message"]
    assert found["error"]["line"] == line
    assert found["timeline"]["isolation"] == "serializable"


def test_a_rule_that_raises_is_the_scene_s_mistake(lab: Lab) -> None:
    scene = lab.scene("lost-update")
    assert scene is not None
    text = scene.source.replace('tables["counters"]', 'tables["gone"]')
    found = play(lab, "lost-update", "aaaabbbb", text=text)
    assert found["error"]["message"] == (
        "There is no key 'gone' in that dict. If it may be missing, write .get('gone')."
    )


@pytest.mark.parametrize(
    ("moves", "isolation", "message"),
    [
        ("c", "serializable", "the lanes are a, b"),
        ("aaaaa", "serializable", "lane a has already ended"),
        ("", "some", "no isolation is called 'some'; known are serializable, snapshot, none"),
    ],
)
def test_moves_that_cannot_be_are_refused(
    lab: Lab, moves: str, isolation: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        play(lab, "lost-update", moves, isolation)
