"""A timeline says what happened in words that do not depend on ids or on the clock."""

from __future__ import annotations

import json
from typing import Any

from labkit.harness.names import Names
from labkit.harness.play import Grain, replay
from labkit.harness.recorder import Recorder
from labkit.harness.timeline import move_label, timeline_of
from tests.labkit.conftest import Counters


def timeline(
    counters: Counters, schedule: str, *functions: str, grain: Grain = Grain.COARSE
) -> dict[str, Any]:
    recorder = Recorder()
    lanes = counters.lanes(*functions)
    play = replay(counters.world, lanes, schedule, tracer=recorder, grain=grain)
    return timeline_of(play, lanes, recorder, Names(counters.world), before=counters.world)


def test_entries_say_what_was_read_and_written(counters: Counters) -> None:
    begin, get, patch, commit = timeline(counters, "aa", "add")["moves"]
    assert begin["text"] == "add begins at version 0."
    assert get["reads"] == [{"index": "counters.by_id", "range": "[counters#1]", "documents": 1}]
    assert get["label"] == 'db.get("counters", counters#1)'
    assert patch["writes"] == [{"op": "patch", "document": "counters#1", "text": "value = 1"}]
    assert commit["text"] == "add commits version 1."
    assert [move["n"] for move in (begin, get, patch, commit)] == [1, 2, 3, 4]


def test_a_conflict_names_range_document_writer_and_version(counters: Counters) -> None:
    moves = timeline(counters, "abab", "add", "add")["moves"]
    (conflict,) = [move for move in moves if move["kind"] == "conflict"]
    assert conflict["conflict"] == {
        "index": "counters.by_id",
        "range": "[counters#1]",
        "document": "counters#1",
        "writer": "a",
        "version": 1,
    }


def test_lanes_and_documents_tell_how_it_ended(counters: Counters) -> None:
    found = timeline(counters, "aab", "add", "refuse")
    a, b = found["lanes"]
    assert a["outcome"] == {"status": "returned", "text": "1"}
    assert b["outcome"] == {"status": "raised", "text": "KeyError: 'refused'"}
    assert found["documents"]["before"][0]["fields"] == {"value": "0"}
    assert found["documents"]["after"][0]["fields"] == {"value": "1"}
    assert found["schedule"] == "aab"


def test_a_document_made_on_the_way_gets_the_next_number(counters: Counters) -> None:
    found = timeline(counters, "aa", "insert")
    assert [row["name"] for row in found["documents"]["after"]] == ["counters#1", "counters#2"]
    assert found["lanes"][0]["outcome"]["text"] == "counters#2"


def test_an_action_starts_without_a_snapshot(counters: Counters) -> None:
    first, call, begin, *_ = timeline(counters, "a", "add_in_two_steps")["moves"]
    assert (first["label"], first["version"]) == ("start", None)
    assert call["label"].startswith("run_query(internal.counters.read")
    assert (begin["label"], begin["version"]) == ("begin", 0)


def test_a_commit_without_a_write_makes_no_version(counters: Counters) -> None:
    moves = timeline(counters, "aabb", "add", "add_in_two_steps")["moves"]
    assert [move["version"] for move in moves if move["kind"] == "commit"] == [1]


def test_the_same_order_gives_the_same_bytes_and_no_id(counters: Counters) -> None:
    first, second = (
        json.dumps(timeline(each, "abab", "add", "add")) for each in (counters, Counters())
    )
    assert first == second
    assert counters.id not in first


def test_the_next_move_has_a_label(counters: Counters) -> None:
    names = Names(counters.world)
    lanes = counters.lanes("add", "add")
    labels = []
    for count in range(5):
        play = replay(counters.world, lanes, "a" * count, grain=Grain.STEP)
        labels.append(move_label(play.calls[0], names))
    assert labels == [
        "begin",
        'db.get("counters", counters#1)',
        'db.patch("counters", counters#1, {"value": 1})',
        "commit",
        None,
    ]
    play = replay(counters.world, lanes, "aabbaabb", grain=Grain.STEP)
    assert move_label(play.calls[1], names) == "begin, attempt 2"
