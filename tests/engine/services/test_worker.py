"""The worker: it lets time pass and asks its queues, whatever they are."""

from __future__ import annotations

from minivex.clock import START_MS, VirtualClock
from minivex.functions.background import Background
from minivex.services.worker import Worker


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
