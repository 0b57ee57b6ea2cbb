"""People see jobs#1 and version 2, never an id or a timestamp."""

from __future__ import annotations

from labkit.harness.names import Names, listed
from minivex import UNDEFINED, Int64
from tests.labkit.conftest import Counters


def test_documents_are_numbered_in_order_of_creation(counters: Counters) -> None:
    (second,) = counters.world.load("counters", [{"value": 1}])
    names = Names(counters.world)
    assert (names.id(counters.id), names.id(second)) == ("counters#1", "counters#2")
    assert names.id_of("counters#2") == second
    assert names.id_of("counters#3") is None


def test_a_name_stays_when_documents_come_and_go(counters: Counters) -> None:
    names = Names(counters.world)
    (second,) = counters.world.load("counters", [{"value": 1}])
    names.note(counters.world)
    assert names.id(counters.id) == "counters#1"
    assert names.id(second) == "counters#2"


def test_versions_count_commits_from_zero(counters: Counters) -> None:
    names = Names(counters.world)
    start = counters.world.latest_ts
    assert names.version(start) == 0
    assert names.note_commit(start + 1000) == 1
    assert names.note_commit(start + 2000) == 2
    assert names.note_commit(start + 1000) == 1
    assert names.version(start + 1500) == 1


def test_values_are_shown_as_a_learner_writes_them(counters: Counters) -> None:
    names = Names(counters.world)
    value = {"id": counters.id, "n": 2.0, "half": 0.5, "big": Int64(3), "all": [None, True, "Zoë"]}
    assert names.show(value) == (
        '{"id": counters#1, "n": 2, "half": 0.5, "big": Int64(3), "all": [None, True, "Zoë"]}'
    )
    assert names.show(UNDEFINED) == "not set"
    assert names.assignments({"b": 1, "a": counters.id}) == "a = counters#1, b = 1"
    assert names.call("counters:add", {"id": counters.id, "by": "ada"}) == 'add(counters#1, "ada")'


def test_ids_in_messages_get_their_names(counters: Counters) -> None:
    names = Names(counters.world)
    assert (
        names.text(f"get(\"{counters.id}\") or get('{counters.id}')")
        == "get(counters#1) or get(counters#1)"
    )
    assert (
        names.text("thirtytwo lowercase letters remain a word")
        == "thirtytwo lowercase letters remain a word"
    )


def test_a_range_ends_with_the_document_and_not_with_its_key(counters: Counters) -> None:
    names = Names(counters.world)
    text = f'[status = "x", (_creationTime, _id) <= (1735689600000.0, "{counters.id}")]'
    assert names.range(text) == '[status = "x", up to counters#1]'
    assert names.range(f'[_id = "{counters.id}"]') == "[counters#1]"
    for symbol, word in {">=": "from", ">": "after", "<": "before"}.items():
        text = f'[(score, _creationTime, _id) {symbol} ("a", 1735689600000.0, "{counters.id}")]'
        assert names.range(text) == f"[{word} counters#1]"


def test_words_in_a_row() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"], "or")] == [
        "",
        "a",
        "a and b",
        "a, b or c",
    ]


def test_an_error_shows_an_id_that_nothing_has_by_its_beginning(counters: Counters) -> None:
    names = Names(counters.world)
    (gone,) = counters.world.fork().load("counters", [{"value": 1}])
    assert (
        names.error(f"no '{gone}' beside '{counters.id}'") == f"no '{gone[:3]}…' beside counters#1"
    )
