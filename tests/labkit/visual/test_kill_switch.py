"""The kill switch: what a worker that dies before any move leaves, from the lab's own scenes."""

from __future__ import annotations

from pathlib import Path

import pytest

from labkit.grader.sandbox import Source, load
from labkit.harness.worker_play import JobBudgetError
from labkit.harness.workload import WorkloadError
from labkit.visual.film import Film
from labkit.visual.kill_switch import EndlessRunError, play_kill_switch
from labkit.visual.worker_scene import worker_scene_of

FOLDER = Path(__file__).parents[3] / "labs/05-visual/40-kill-switch"


def source(scene: str, *changes: tuple[str, str]) -> str:
    text = (FOLDER / f"{scene}.py").read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text


def film(text: str, *, kill: int = 0, again: int = 0) -> Film:
    scene = worker_scene_of(lambda: load(Source("shop.py", text), "shop"), "shop")
    return play_kill_switch(scene, kill=kill, again=again)


def strip(text: str) -> str:
    """The points of the strip: a dot is kept, an x is broken."""
    points = film(text).frames[0]["picture"]["points"]
    return "".join("." if point["state"] == "kept" else "x" for point in points)


def states(played: Film, name: str = "job#1") -> list[str]:
    """The states that a job is seen in, one after the other."""
    found: list[str] = []
    for frame in played.frames:
        for job in frame["picture"]["jobs"]:
            if job["name"] == name and found[-1:] != [job["state"]]:
                found.append(job["state"])
    return found


def stored(played: Film, at: int = -1) -> dict[str, str]:
    return {row["name"]: row["text"] for row in played.frames[at]["picture"]["stored"]}


def test_a_scheduled_mutation_runs_exactly_once_wherever_the_worker_dies() -> None:
    text = source("mutation")
    assert strip(text) == "." * 12
    for kill in range(13):
        assert film(text, kill=kill).verdict["state"] == "kept"


def test_a_mutation_that_was_cut_off_leaves_nothing_and_runs_again() -> None:
    played = film(source("mutation"), kill=10)
    crash = next(at for at, each in enumerate(played.frames) if "died" in each["title"])
    assert stored(played, crash)["totals#1"] == "sum = 0"
    assert stored(played)["totals#1"] == "sum = 30"
    assert states(played) == ["pending", "success"]
    moves = played.frames[crash]["picture"]["timeline"]["moves"]
    assert [each["label"] for each in moves if each["isUndone"]] == [
        'db.patch("totals", totals#1, {"sum": 30}), undone'
    ]


def test_a_call_that_had_not_committed_is_gone_with_its_job() -> None:
    played = film(source("mutation"), kill=4)
    assert played.frames[-1]["picture"]["jobs"] == []
    assert "orders#1" not in stored(played)
    assert played.verdict["state"] == "kept"


def test_a_scheduled_action_runs_at_most_once_and_may_lose_the_rest() -> None:
    assert strip(source("action")) == ".....xxxxx.."
    played = film(source("action"), kill=8)
    (bank,) = played.frames[-1]["picture"]["outside"]
    assert [each["text"] for each in bank["requests"]] == ["charge(30)"]
    assert stored(played)["orders#1"] == 'amount = 30, state = "open"'
    assert states(played) == ["pending", "inProgress", "failed"]
    (job,) = played.frames[-1]["picture"]["jobs"]
    assert job["error"] == "Transient error while executing action"
    assert (
        played.frames[-1]["broken"] == "Broken: Every order is charged once, and its row says so."
    )


def test_recording_first_only_moves_the_hole() -> None:
    charge = '    await ctx.run_action(internal.bank.charge, {"amount": amount})\n'
    record = '    await ctx.run_mutation(internal.shop.paid, {"order_id": order_id})\n'
    assert "x" in strip(source("action", (charge + record, record + charge)))


def test_a_recorded_intent_survives_every_pair_of_crashes() -> None:
    text = source("intent")
    points = strip(text)
    assert set(points) == {"."}
    for again in range(1, 12):
        assert "x" not in "".join(
            "." if point["state"] == "kept" else "x"
            for point in film(text, kill=13, again=again).frames[0]["picture"]["points"]
        ), again


def test_without_its_key_the_request_is_made_twice() -> None:
    text = source("intent", ('{"key": order_id, "amount": amount}', '{"amount": amount}'))
    kill = strip(text).index("x") + 1
    (bank,) = film(text, kill=kill).frames[-1]["picture"]["outside"]
    assert [each["done"] for each in bank["requests"]] == [True, True]


def test_without_the_second_look_an_order_stays_open() -> None:
    look = (
        '    await ctx.scheduler.run_after(600_000, internal.shop.see_to, {"order_id": order_id})\n'
    )
    text = source("intent", (look, ""))
    kill = strip(text).index("x") + 1
    assert stored(film(text, kill=kill))["orders#1"] == 'amount = 30, state = "open"'


AS_TWO = """@internal_action(args={"order_id": v.id("orders")})
async def count(ctx, order_id):
    await ctx.run_mutation(internal.shop.add, {"order_id": order_id})
    await ctx.run_mutation(internal.shop.note, {"order_id": order_id})


@internal_mutation(args={"order_id": v.id("orders")})
async def note(ctx, order_id):
    await ctx.db.patch("orders", order_id, {"counted": True})


@internal_mutation(args={"order_id": v.id("orders")})
async def add("""


def test_two_mutations_for_one_job_are_two_points_of_no_return() -> None:
    last = '    await ctx.db.patch("orders", order_id, {"counted": True})\n'
    text = source(
        "mutation",
        (last, ""),
        ("internal, internal_mutation", "internal, internal_action, internal_mutation"),
        ('@internal_mutation(args={"order_id": v.id("orders")})\nasync def count(', AS_TWO),
    )
    assert "x" in strip(text)


def test_the_slider_knows_how_far_it_makes_sense() -> None:
    played = film(source("mutation"), kill=40)
    assert played.highest == {"kill": 12}
    assert "Nothing was killed: the run is over after move 11." in played.verdict["sentence"]


def test_each_frame_says_in_a_table_what_the_picture_shows() -> None:
    for frame in film(source("action"), kill=8).frames:
        told = [row[-1] for row in frame["table"]["rows"]]
        for job in frame["picture"]["jobs"]:
            assert any(text.startswith(job["state"]) for text in told)
        for row in frame["picture"]["stored"]:
            assert row["text"] in told
        assert frame["title"].endswith(".")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('services = {"bank": ["charge"]}', 'services = {"bank": "charge"}', "list of names"),
        ('calls = {"a"', 'calls = {"b"', 'named "a"'),
        ('("place", ', '("nope", ', "Call a is of nope"),
        ('{"a": ("place", {"amount": 30})}', '{"a": "place"}', "must be"),
        ("def invariant(", "def other(", "needs def invariant"),
        ('    """Every order is charged once, and its row says so."""', "    pass", "docstring"),
    ],
)
def test_a_scene_that_lacks_something_says_what(before: str, after: str, said: str) -> None:
    with pytest.raises(WorkloadError, match=said):
        film(source("action", (before, after)))


def test_jobs_that_schedule_each_other_for_ever_end_the_run() -> None:
    check = '    if order["state"] == "paid":\n        return\n'
    with pytest.raises((EndlessRunError, JobBudgetError)):
        film(source("intent", (check, "")))
