"""The clock: what is due, runs, is retried, canceled and skipped, from the lab's own scenes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from labkit.grader.sandbox import Source, load
from labkit.harness.workload import WorkloadError
from labkit.visual.clock import play_clock
from labkit.visual.clock_run import EndlessTimeError
from labkit.visual.clock_scene import clock_scene_of
from labkit.visual.clock_words import ticks
from labkit.visual.film import Film

FOLDER = Path(__file__).parents[3] / "labs/05-visual/50-clock"
MODULES = {
    "once": "shop",
    "month_end": "bills",
    "overlong": "jobs",
    "debounce": "notes",
    "daily": "mail",
}


def film(scene: str, *changes: tuple[str, str], **setting: str | int) -> Film:
    text = (FOLDER / f"{scene}.py").read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    module = MODULES[scene]
    namespace = load(Source(f"{module}.py", text), module)
    return play_clock(clock_scene_of(namespace, module, setting))


def rows(played: Film, *, state: str) -> list[list[str]]:
    """The rows of the last table that are in a state."""
    return [row for row in played.frames[-1]["table"]["rows"] if row[2] == state]


def marks(frame: dict[str, Any], state: str) -> list[dict[str, Any]]:
    return [mark for mark in frame["picture"]["marks"] if mark["state"] == state]


def test_a_job_that_is_canceled_in_time_never_starts() -> None:
    played = film("once", pays=30, takes=20)
    (canceled,) = rows(played, state="canceled")
    assert canceled[:6] == ["job#1", "remind(orders#1)", "canceled", "09:01:00", "–", "–"]
    assert played.verdict["state"] == "kept"


def test_a_job_that_is_canceled_while_it_runs_is_canceled_and_runs_on() -> None:
    played = film("once", pays=70, takes=20)
    (canceled,) = rows(played, state="canceled")
    assert canceled[4:6] == ["09:01:00", "09:01:20"]
    assert played.verdict["state"] == "broken"
    assert any("is canceled, and its code runs on" in each["title"] for each in played.frames)


def test_a_payment_is_too_late_only_while_the_mail_is_on_its_way() -> None:
    states = {pays: film("once", pays=pays, takes=20).verdict["state"] for pays in range(55, 86)}
    assert {pays for pays, state in states.items() if state == "broken"} == set(range(61, 80))
    assert film("once", pays=61, takes=1).verdict["state"] == "kept"


def test_two_mutations_that_are_due_together_conflict_and_one_runs_again() -> None:
    played = film("once", pays=30, takes=20)
    again = [row for row in rows(played, state="success") if row[-1] == "2 attempts"]
    assert [row[:2] for row in again] == [["job#4", "count()"]]
    assert any("attempt 2" in each["title"] for each in played.frames)


def test_day_31_skips_the_months_without_one() -> None:
    played = film("month_end", year="2026")
    days = [row[3][:10] for row in rows(played, state="success") if row[0] == "string, day 31"]
    assert days == ["2026-01-31", "2026-03-31", "2026-05-31"]
    monthly = [row[3][:10] for row in rows(played, state="success") if row[0] == "monthly, day 31"]
    assert monthly == days
    assert any("There is none in February." in each["title"] for each in played.frames)
    assert played.verdict["state"] == "broken"


def test_a_job_that_looks_each_night_finds_the_last_day_in_a_leap_year_too() -> None:
    text = (FOLDER / "month_end.py").read_text(encoding="utf-8")
    start, end = text.index('crons.cron("string'), text.index('crons.cron(\n    "days')
    for year, last in (("2026", 28), ("2028", 29)):
        played = film("month_end", (text[start:end], ""), year=year)
        assert played.verdict["state"] == "kept"
        assert f"{year}-02-{last} 00:00" in [row[3] for row in rows(played, state="success")]


def test_a_daily_job_keeps_to_utc_when_the_readers_clock_does_not() -> None:
    played = film("daily", hour=8)
    assert {row[3][-5:] for row in rows(played, state="success")} == {"08:00"}
    assert len(rows(played, state="success")) == 7
    assert all(film("daily", hour=hour).verdict["state"] == "broken" for hour in range(24))


def test_two_daily_jobs_that_ask_the_local_hour_keep_it() -> None:
    insert = '    await ctx.db.insert("digests"'
    again = '    jobs.daily("summer", {"hour_utc": 7, "minute_utc": 0}, internal.mail.digest)\n    return'
    asks = "    if local_hour(ctx.now()) != 9:\n        return\n" + insert
    played = film("daily", (insert, asks), ("    return jobs", again + " jobs"), hour=8)
    assert played.verdict["state"] == "kept"


def test_one_run_at_a_time_and_those_that_were_due_meanwhile_are_skipped() -> None:
    played = film("overlong", takes=150)
    begun = [row[4] for row in played.frames[-1]["table"]["rows"] if row[4] != "–"]
    assert begun == ["09:00:00", "09:03:00", "09:06:00", "09:09:00"]
    assert [row[3] for row in rows(played, state="skipped")][:2] == ["09:01:00", "09:02:00"]
    notes = [row[-1] for row in rows(played, state="success")]
    assert set(notes) == {
        "Skipping 2 run(s) of sync because multiple scheduled runs are in the past"
    }
    for frame in played.frames:
        assert len(marks(frame, "inProgress")) <= 1


def test_a_run_of_a_whole_interval_skips_none() -> None:
    assert film("overlong", takes=60).verdict["state"] == "kept"
    assert film("overlong", takes=61).verdict["state"] == "broken"


def test_a_new_edit_cancels_the_job_of_the_one_before() -> None:
    played = film("debounce", gap=3)
    assert [row[0] for row in rows(played, state="canceled")] == ["job#1", "job#2"]
    assert [row[3] for row in rows(played, state="success")] == ["09:00:12", "09:00:45"]
    assert played.verdict["state"] == "kept"
    assert film("debounce", gap=6).verdict["state"] == "kept"


def test_a_job_whose_id_was_not_kept_cannot_be_canceled() -> None:
    assert film("debounce", (', "job": job}', "}"), gap=3).verdict["state"] == "broken"


def test_what_is_to_come_is_planned_and_what_has_come_is_not() -> None:
    first, *_, last = film("overlong", takes=0).frames
    assert len(marks(first, "planned")) == 11
    assert marks(last, "planned") == []
    assert len(marks(last, "success")) == 11


def test_a_time_that_has_passed_is_planned_no_more() -> None:
    for frame in film("overlong", takes=150).frames:
        assert all(mark["at"] >= frame["picture"]["now"] for mark in marks(frame, "planned"))


def test_the_clock_never_runs_backwards_and_ends_at_the_end() -> None:
    for scene, setting in (
        ("once", {"pays": 70, "takes": 20}),
        ("overlong", {"takes": 150}),
        ("month_end", {"year": "2028"}),
    ):
        pictures = [frame["picture"] for frame in film(scene, **setting).frames]
        times = [each["now"] for each in pictures]
        assert times == sorted(times)
        assert times[-1] == pictures[-1]["end"]


def test_ticks_are_round_and_few() -> None:
    start = 1_772_442_000_000  # 2026-03-02 09:00 UTC
    assert [each["text"] for each in ticks(start, start + 90_000)] == [
        "09:00:00",
        "09:00:15",
        "09:00:30",
        "09:00:45",
        "09:01:00",
        "09:01:15",
        "09:01:30",
    ]
    week = [each["text"] for each in ticks(start, start + 8 * 86_400_000)]
    assert week == ["Mar 04", "Mar 06", "Mar 08", "Mar 10"]
    year = [each["text"] for each in ticks(start, start + 365 * 86_400_000)]
    assert year == ["Apr 01", "Jun 01", "Aug 01", "Oct 01", "Dec 01", "Feb 01"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('start, end = "2026-03-02 09:00", ', "start, end = 9, ", "needs start and end"),
        ('"2026-03-02 09:00", ', '"second of March", ', "is no time"),
        ('"2026-03-02 09:00", ', '"2026-03-02 09:04", ', "not after its start"),
        ('(0, "place"', '("0", "place"', "Each of calls"),
        ('(0, "place"', '(0, "nope"', "A call is of nope"),
        ("def calls(setting):\n    return [", "def calls(setting):\n    return 1, [", "up to 40"),
    ],
)
def test_a_scene_that_lacks_something_says_what(before: str, after: str, said: str) -> None:
    with pytest.raises(WorkloadError, match=said):
        film("once", (before, after), pays=30, takes=20)


def test_jobs_without_end_end_the_scene() -> None:
    again = "    await ctx.scheduler.run_after(0, internal.shop.count, {})\n    counter = "
    with pytest.raises(EndlessTimeError, match="300 runs"):
        film("once", ("    counter = ", again), pays=30, takes=20)
