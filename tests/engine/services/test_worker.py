"""The worker: it lets time pass and asks its queues, whatever they are."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, FunctionReference
from minivex.clock import START_MS, VirtualClock
from minivex.errors import DeveloperError
from minivex.functions.background import Background
from minivex.services.scheduler import CRASHED
from minivex.services.worker import Worker
from tests.engine.small_backend import act, add, jobs_of, mutate, new_backend, start


class EmptyQueue:
    """A queue that has no work and notes what it is told."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def next_due_ms(self) -> float | None:
        return None

    def start_next(self) -> Background | None:
        return None

    def forget_workers(self) -> None:
        self.heard.append("forget")

    def recover(self) -> None:
        self.heard.append("recover")

    def sweep(self) -> None:
        self.heard.append("sweep")


def test_time_passes_when_nothing_is_due() -> None:
    clock, queues = VirtualClock(), (EmptyQueue(), EmptyQueue())
    worker = Worker(clock, *queues)
    assert worker.advance(10.2) == 0
    assert clock.now_ms == START_MS + 11
    assert worker.finish_scheduled() == 0
    assert worker.run_due() == 0


def test_after_a_crash_nothing_is_held_and_then_the_books_are_put_in_order() -> None:
    queues = (EmptyQueue(), EmptyQueue())
    worker = Worker(VirtualClock(), *queues)
    worker.crash()
    assert [queue.heard for queue in queues] == [["forget", "recover"]] * 2


@pytest.fixture
def backend() -> Backend:
    backend = new_backend()

    async def log(ctx: Any, what: Any = "x") -> None:
        await ctx.db.insert("posts", {"body": what})

    async def send(ctx: Any) -> None:
        for what in ("sent", "sent again"):
            await ctx.run_mutation(FunctionReference("m:log"), {"what": what})

    add(backend, "mutation", log)
    add(backend, "action", send)
    return backend


def schedule(backend: Backend, path: str) -> None:
    async def plan(ctx: Any) -> None:
        await ctx.scheduler.run_after(0, FunctionReference(path))

    mutate(backend, plan)


def states(backend: Backend) -> list[str]:
    return [job["state"]["kind"] for job in jobs_of(backend)]


def bodies(backend: Backend) -> list[Any]:
    return [row["body"] for row in backend.documents("posts")]


def started(backend: Backend) -> Background:
    work = backend.start_due()
    assert work is not None
    return work


def test_inv78_a_crash_at_any_move_neither_loses_a_mutation_nor_doubles_it(
    backend: Backend,
) -> None:
    schedule(backend, "m:log")
    is_done, moves = False, 0
    while not is_done:
        one = backend.fork()
        work = started(one)
        for _ in range(moves):
            work.move()
        is_done = work.done
        moves += 1
        one.crash()
        if not is_done:
            with pytest.raises(DeveloperError, match="was lost when the backend crashed"):
                work.move()
        one.run_due()
        assert (states(one), bodies(one)) == (["success"], ["x"])
    assert moves > 3


def test_inv79_a_crash_at_any_move_never_runs_an_action_twice(backend: Backend) -> None:
    schedule(backend, "m:send")
    outcomes = set()
    is_done, moves = False, 0
    while not is_done:
        one = backend.fork()
        work = started(one)
        for _ in range(moves):
            work.move()
        is_done = work.done
        one.crash()
        one.run_due()
        (job,) = jobs_of(one)
        state = job["state"]
        outcomes.add((state["kind"], len(bodies(one))))
        if state["kind"] == "failed":
            assert state["error"] == CRASHED
        assert one.run_due() == 0
        moves += 1
    assert outcomes == {("success", 2), ("failed", 0), ("failed", 1), ("failed", 2)}


def test_a_call_in_flight_is_lost_in_a_crash(backend: Backend) -> None:
    async def slow(ctx: Any) -> None:
        await ctx.db.insert("posts", {"body": "lost"})

    call = start(backend, slow)
    call.move()
    backend.crash()
    for go_on in (call.move, call.move_to_commit, call.finish):
        with pytest.raises(DeveloperError, match="was lost when the backend crashed"):
            go_on()
    assert bodies(backend) == []
    act(backend, _nothing)


async def _nothing(_ctx: Any) -> None:
    return None
