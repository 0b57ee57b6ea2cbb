"""Live queries in pictures: who is touched, who runs, who is told, from the engine's own trace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from labkit.grader.sandbox import Source, load
from labkit.harness.workload import WorkloadError
from labkit.visual.film import Film
from labkit.visual.subscription_run import EndlessWriteError
from labkit.visual.subscription_scene import scene_of
from labkit.visual.subscriptions import play_subscriptions

(FOLDER,) = Path(__file__).resolve().parents[3].glob("labs/*/*-subscriptions")
APART = "apart"
IN_ROWS = "rows"


def text_of(scene: str) -> str:
    return (FOLDER / f"{scene}.py").read_text(encoding="utf-8")


def play(text: str, *, variant: str = "", offline: str = "") -> Film:
    namespace = load(Source("scene.py", text), "scene")
    return play_subscriptions(scene_of(namespace, "scene", variant), offline=offline)


def cells(played: Film, row: int) -> list[str]:
    """What became of one query, moment by moment, as the table says it."""
    *_, last = played.frames
    cells: list[str] = last["table"]["rows"][row][3:]
    return cells


def titles(played: Film) -> list[str]:
    return [frame["title"] for frame in played.frames]


def test_a_range_is_touched_by_less_than_the_whole_table() -> None:
    played = play(text_of("range"))
    assert cells(played, 0) == [
        "ran, 3 documents; new, sent",
        "touched; ran, 4 documents; new, sent",
        "touched; ran, 5 documents; equal, not sent",
        "touched; ran, 5 documents; equal, not sent",
        "touched; ran, 6 documents; new, sent",
    ]
    assert cells(played, 1) == [
        "ran, 1 document; new, sent",
        "touched; ran, 2 documents; new, sent",
        "–",
        "–",
        "touched; ran, 3 documents; new, sent",
    ]
    assert played.verdict["state"] == "broken"
    assert "2 runs were for nothing" in played.verdict["sentence"]


def test_a_query_that_stops_early_has_read_no_further() -> None:
    text = text_of("range").replace(
        """.with_index("by_channel", lambda q: q.eq("channel", channel))
        .collect()""",
        """.with_index("by_channel", lambda q: q.eq("channel", channel))
        .take(1)""",
    )
    played = play(text)
    assert cells(played, 1)[1:] == ["–"] * 4
    landings = played.frames[-1]["picture"]["columns"][1]["landings"]
    assert landings[1] == {
        "row": 1,
        "inside": False,
        "text": 'messages#4 (channel = "red") is outside of messages.by_channel '
        '[channel = "red", up to messages#1].',
    }


def test_a_hot_field_wakes_everybody_and_a_table_of_its_own_nobody() -> None:
    hot, apart = (play(text_of("hot"), variant=each) for each in (IN_ROWS, APART))
    assert hot.verdict["sentence"] == (
        "Broken: 5 runs were for nothing, with a result that was equal. After the writes 5 queries ran "
        "again, 3 came from the cache, 0 new results were sent."
    )
    assert apart.verdict == {
        "state": "kept",
        "sentence": "Kept: no query ran for nothing. No query had to run again.",
    }
    assert [frame["broken"] for frame in apart.frames] == [None] * len(apart.frames)
    landings = apart.frames[-1]["picture"]["columns"][-1]["landings"]
    assert {each["text"] for each in landings} == {"It reads users, where nothing was written."}


def test_who_asks_the_same_has_the_result_from_the_cache() -> None:
    played = play(text_of("equal"))
    assert cells(played, 1) == [
        "from the cache; new, sent",
        *["touched; from the cache; equal, not sent"] * 3,
        "touched; from the cache; new, sent",
    ]
    first, second, *_ = titles(played)
    assert first.startswith('ada subscribes at version 0. anything_left("kitchen") runs and reads')
    assert "comes from the cache" in second


def test_a_narrow_question_is_touched_by_its_answer_alone() -> None:
    text = text_of("equal").replace(
        """lambda q: q.eq("room", room))
        .collect()
    )
    return any(not task["done"] for task in tasks)""",
        """lambda q: q.eq("room", room).eq("done", False))
        .first()
    )
    return tasks is not None""",
    )
    played = play(text)
    assert cells(played, 0)[1:] == ["–", "–", "–", "touched; ran, 0 documents; new, sent"]
    assert played.verdict["state"] == "kept"


def test_two_queries_of_a_page_change_in_one_transition() -> None:
    played = play(text_of("together"), variant="one")
    assert played.verdict["sentence"].startswith("Kept: Every page shows four tasks in all")
    (moved,) = [
        title for title in titles(played) if "from version 1 to 2" in title and "ada" in title
    ]
    assert moved.count("its result is new") == len(["waiting_count", "finished_count"])


def test_two_mutations_are_two_transitions_with_a_torn_view_between() -> None:
    played = play(text_of("together"), variant="two")
    assert played.verdict["sentence"].startswith(
        "Broken: Every page shows four tasks in all, at every moment. ada's page showed waiting_count = 2 and "
        "finished_count = 1 after take_away(waiting#1)."
    )
    broken = [frame["title"].partition(":")[0] for frame in played.frames if frame["broken"]]
    assert broken == ["ada", "bo"] * 2


def test_a_page_that_was_away_skips_what_was_in_between() -> None:
    played = play(text_of("together"), variant="two", offline="bo")
    broken = [frame["title"].partition(":")[0] for frame in played.frames if frame["broken"]]
    assert broken == ["ada", "ada"]
    assert titles(played)[-1].endswith("One transition takes the page from version 0 to 4.")
    assert "bo is away and hears nothing yet." in titles(played)[2]
    assert played.frames[0]["picture"]["moments"] == len(cells(played, 2))
    assert cells(played, 2) == [
        "from the cache; new, sent",
        "touched",
        "–",
        "–",
        "–",
        "from the cache; new, sent",
    ]
    third = played.frames[-1]["picture"]["columns"][3]["landings"][2]["text"]
    assert third == "It is out of date already, and will run when its page is back."


def test_every_frame_says_what_the_picture_shows_so_far() -> None:
    played = play(text_of("range"))
    for frame in played.frames:
        picture, table = frame["picture"], frame["table"]
        assert len(table["columns"]) == 3 + len(picture["columns"])
        assert [len(row) for row in picture["cells"]] == [len(picture["columns"])] * 2
        assert picture["moments"] == len(played.frames[-1]["picture"]["columns"])
    touched = [count_touched(frame) for frame in played.frames]
    assert touched == sorted(touched)
    assert played.frames[0]["line"] == played.frames[-2]["line"], "where the query of ada reads"


def count_touched(frame: dict[str, Any]) -> int:
    return sum(
        cell is not None and cell["touched"] for row in frame["picture"]["cells"] for cell in row
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            '("picked", {',
            '("picket", {',
            "names picket; the queries of the file are picked and ranged.",
        ),
        (
            '("edit", {',
            '("ranged", {',
            "names ranged; the mutations of the file are send and edit.",
        ),
        ("live = {", "lives = {", "The scene needs live, a dict."),
        ("writes = [", "writings = [", "The scene needs writes, a list of"),
        ('"bo": [', '"bo": [("ranged", {"channel": "red"}), ', 'bo watches ranged("red") twice.'),
    ],
)
def test_a_scene_that_cannot_be_played_says_what_it_needs(old: str, new: str, said: str) -> None:
    text = text_of("range")
    assert old in text
    with pytest.raises(WorkloadError) as caught:
        play(text.replace(old, new))
    assert said in str(caught.value)


def test_a_setting_without_writes_names_those_there_are() -> None:
    with pytest.raises(WorkloadError, match='writes has no list for "three"; it has "one"'):
        play(text_of("together"), variant="three")


def test_a_write_that_raises_touches_nobody() -> None:
    text = text_of("range").replace(
        'await ctx.db.patch("messages", message_id, {"text": text})',
        'await ctx.db.patch("messages", message_id, {"text": text})\n    raise ValueError("no")',
    )
    played = play(text)
    (said,) = [title for title in titles(played) if title.startswith("edit")]
    assert said.endswith("raised ValueError: no. Nothing is committed, so no query is touched.")
    assert isinstance(played.error, ValueError)


def test_a_query_that_raises_shows_its_error() -> None:
    text = text_of("range").replace(
        'return [message["text"] for message in messages]', "return missing"
    )
    played = play(text)
    assert isinstance(played.error, NameError)
    assert (
        played.frames[-1]["picture"]["rows"][1]["shows"]
        == "NameError: name 'missing' is not defined"
    )


def test_a_write_without_an_end_is_stopped() -> None:
    text = text_of("range").replace(
        'await ctx.db.patch("messages", message_id, {"text": text})',
        'while True:\n        await ctx.db.get("messages", message_id)',
    )
    with pytest.raises(EndlessWriteError, match="1,000 steps") as caught:
        play(text)
    assert caught.value.line is not None
