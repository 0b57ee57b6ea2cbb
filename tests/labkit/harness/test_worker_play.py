"""Jobs are lanes, time is a move, and a crash leaves what the engine recovers from its log."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from labkit.harness.crashes import explore_crashes
from labkit.harness.jobs import jobs_of
from labkit.harness.service import Service
from labkit.harness.worker_play import WorkerPlay, replay_worker
from minivex import Backend, FunctionReference
from minivex.commit.storage import MemoryStorage
from tests.labkit.grader.shop import shop


def a_play(function: str) -> WorkerPlay:
    lab = shop()
    return WorkerPlay(lab.world, [lab.call(function, by="ada", item="tea")])


def calm(function: str) -> str:
    play = a_play(function)
    while play.calm():
        pass
    return play.schedule


def test_a_mutation_and_its_job_are_two_moves_each_with_a_wait_between() -> None:
    assert calm("place") == "aatbb"


def test_what_an_action_does_at_once_is_a_move_of_its_own() -> None:
    assert calm("place_in_steps") == "aaatbb"


def test_a_job_that_is_an_action_is_taken_and_noted_in_moves_of_their_own() -> None:
    bank = Service("bank", "pay")
    lab = shop(bank)
    play = WorkerPlay(lab.world, [lab.call("pay_later", by="ada", item="tea")], services=[bank])
    seen = []
    while play.calm():
        seen.append(jobs_of(play.world)[0].state if jobs_of(play.world) else "none")
    # taken · begun · the bank · note: begun, committed · its end noted
    assert play.schedule == "aabbbbbb"
    assert seen == ["none", "pending", *["inProgress"] * 5, "success"]


def test_a_lane_that_is_not_there_cannot_move() -> None:
    with pytest.raises(ValueError, match="no lane 'b'"):
        replay_worker(a_play("place"), "ab")


def test_a_schedule_can_be_played_again() -> None:
    play = replay_worker(a_play("place"), "aaxtbb")
    assert play.schedule == "aaxtbb"
    assert not play.calm()
    assert len(play.world.documents("mails")) == 1


def test_a_wait_without_a_job_is_refused() -> None:
    with pytest.raises(ValueError, match="no job is left"):
        replay_worker(a_play("place"), "t")


def test_points_between_which_nothing_was_published_are_one() -> None:
    found = explore_crashes(lambda: a_play("place"), lambda _: None)
    assert found.run < found.points
    assert found.smallest is None


def moves(backend: Backend, function: str) -> Iterator[None]:
    """One call and the jobs it leaves, paused before each of their moves."""
    call = backend.start(FunctionReference(f"shop:{function}", is_internal=True), {"item": "tea"})
    while not call.done:
        yield
        call.move()
    while (due_ms := backend.jobs.next_due_ms()) is not None:
        backend.clock.advance_to(int(due_ms))
        work = backend.start_due()
        assert work is not None
        while not work.done:
            yield
            work.move()
    yield


def rest(backend: Backend) -> dict[str, list[object]]:
    """What is stored when all that was left has run, without ids and times."""
    backend.services.worker.finish_scheduled()
    return {
        "orders": [row["item"] for row in backend.documents("orders")],
        "mails": [len(backend.documents("mails"))],
        "jobs": [row["state"] for row in backend.documents("_scheduled_functions")],
    }


@pytest.mark.parametrize("function", ["place", "place_in_steps"])
def test_a_crash_leaves_what_the_log_holds(function: str) -> None:
    """At each point: reopened from the log, and crashed in memory, come to the same end."""
    lab = shop()
    program = {"schema": lab.program.schema, "functions": dict(lab.program.functions)}
    points = 0
    while True:
        storage = MemoryStorage()
        backend = Backend.open(storage, **program)  # type: ignore[arg-type]
        run = moves(backend, function)
        for _ in range(points + 1):
            if next(run, "end") == "end":
                assert points > 4
                return
        storage.crash()
        reopened = Backend.open(MemoryStorage(storage.read()), **program)  # type: ignore[arg-type]
        backend.crash()
        assert rest(reopened) == rest(backend), f"after {points} moves"
        points += 1


def test_what_a_crash_cut_off_says_nothing_when_it_is_let_go(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Its ``finally`` awaits once more, which Python would complain about."""
    play = replay_worker(a_play("stubborn"), "aax")
    assert not play.calm()
    del play
    gc.collect()
    assert capsys.readouterr().err == ""
