"""Carries out events of scheduled functions, and checks after each one what must hold.

::

    a job is there              if and only if who ordered it committed (an action: at once)
    a mutation's mark is there  if and only if its job says success: one commit holds both
    an action                   begins once at most, whatever crashes
    nobody                      begins before its time, or after it was canceled while it waited
    after a crash               a mutation waits again, an action that had begun has failed
    in the end                  nothing waits; every mutation ran exactly once

Source: docs "Scheduled Functions"; convex-backend crates/application/src/scheduled_jobs/mod.rs.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from labkit.simulation.difference import Differ, Difference
from labkit.simulation.job_case import (
    Advance,
    Bump,
    Cancel,
    Crash,
    Event,
    Move,
    Order,
    Plan,
    Start,
)
from labkit.simulation.job_world import as_args, job_backend
from minivex import ConvexError
from minivex.functions.background import Background
from minivex.index.index_key import Document

__all__ = ["play_jobs"]

JOBS: Final = "_scheduled_functions"
FINAL: Final = frozenset({"success", "failed", "canceled"})
NEXT: Final = {
    "pending": {"pending", "inProgress", *FINAL},
    "inProgress": {"inProgress", *FINAL},
    **{kind: {kind} for kind in FINAL},
}


@dataclass(slots=True)
class _Flight:
    """A job that a worker holds."""

    tag: str
    work: Background


def play_jobs(seed: int, events: tuple[Event, ...]) -> Difference | None:
    """Carry out ``events``; the first thing that must not be, or ``None``."""
    try:
        _JobHistory(seed).play(events)
    except Differ as found:
        return found.difference
    except Exception as error:  # noqa: BLE001 - the engine itself failed, which is the news
        return Difference("crash", f"the engine stopped with {type(error).__name__}: {error}")
    return None


class _JobHistory:
    """One history. ``orders`` are the jobs that must be there, ``states`` what they were last."""

    def __init__(self, seed: int) -> None:
        self.backend = job_backend(seed, self._begin)
        self.orders: dict[str, Order] = {}
        self.due_ms: dict[str, int] = {}
        self.states: dict[str, str] = {}
        self.flights: list[_Flight] = []
        self.begun: Counter[str] = Counter()
        self.claimed: set[str] = set()
        self.lost: set[str] = set()
        self.has_crashed = False
        self.moving = ""
        self.problem = ""

    def play(self, events: tuple[Event, ...]) -> None:
        for event in events:
            self._take(event)
            self._check()
        while self.flights:
            self._move(0, 1)
            self._check()
        self.moving = "any"
        self.backend.services.worker.finish_scheduled()
        self._check()
        self._check_end()

    def _take(self, event: Event) -> None:
        backend = self.backend
        match event:
            case Plan():
                self._plan(event)
            case Start():
                self._start()
            case Move():
                if self.flights:
                    self._move(event.flight % len(self.flights), event.moves)
            case Bump():
                backend.run("job:bump")
            case Cancel():
                tags = sorted(self.orders)
                if tags:
                    job = self._jobs()[tags[event.job % len(tags)]]
                    backend.run("job:cancel", {"id": job["_id"]})
            case Advance():
                backend.clock.advance(event.delta_ms)
            case Crash():
                self._crash()

    def _plan(self, plan: Plan) -> None:
        is_action = plan.kind == "action"
        now_ms = self.backend.clock.now_ms
        try:
            self.backend.run(
                "job:plan_at_once" if is_action else "job:plan",
                as_args(plan.orders, is_failing=plan.is_failing),
            )
        except ConvexError:
            if not is_action:
                return
        for order in plan.orders:
            if is_action or not order.is_undone:
                self.orders[order.tag] = order
                self.due_ms[order.tag] = now_ms + order.delay_ms
                self.states[order.tag] = "pending"

    def _start(self) -> None:
        held = {flight.tag for flight in self.flights}
        waiting = [
            (job["scheduledTime"], job["_creationTime"], job["_id"], tag)
            for tag, job in self._jobs().items()
            if _kind(job) == "pending" and tag not in held
        ]
        first = min(waiting, default=None)
        if first is not None and self.due_ms[first[3]] > self.backend.clock.now_ms:
            first = None
        work = self.backend.start_due()
        if (work is None) != (first is None):
            raise Differ("due", f"a worker got {work}; due first is {first}")
        if work is not None and first is not None:
            self.flights.append(_Flight(first[3], work))

    def _move(self, number: int, moves: int) -> None:
        flight = self.flights[number]
        self.moving = flight.tag
        for _ in range(moves):
            if not flight.work.done:
                flight.work.move()
        self.moving = ""
        if flight.work.done:
            del self.flights[number]

    def _crash(self) -> None:
        before = {tag: _kind(job) for tag, job in self._jobs().items()}
        self.backend.crash()
        self.has_crashed = True
        self.flights.clear()
        after = {tag: _kind(job) for tag, job in self._jobs().items()}
        for tag, state in before.items():
            wanted = "failed" if state == "inProgress" else state
            if after.get(tag) != wanted:
                raise Differ("recovery", f"{tag} was {state} and is {after.get(tag)} after a crash")
            if state == "inProgress":
                self.lost.add(tag)

    def _begin(self, tag: str, now_ms: int) -> None:
        """A handler of a job has begun."""
        self.begun[tag] += 1
        if self.moving not in (tag, "any"):
            self.problem = f"{tag} begins while {self.moving or 'nobody'} moves"
        elif now_ms < self.due_ms[tag]:
            self.problem = f"{tag} begins {self.due_ms[tag] - now_ms} ms too early"
        elif self.states[tag] in FINAL and tag not in self.claimed:
            self.problem = f"{tag} begins although it is {self.states[tag]}"

    # What must hold.

    def _check(self) -> None:
        if self.problem:
            raise Differ("begin", self.problem)
        jobs = self._jobs()
        if jobs.keys() != self.orders.keys():
            raise Differ("jobs", f"there are {sorted(jobs)}; ordered are {sorted(self.orders)}")
        marks = Counter(str(mark["tag"]) for mark in self.backend.documents("marks"))
        for tag, order in self.orders.items():
            state, before = _kind(jobs[tag]), self.states[tag]
            if state not in NEXT[before]:
                raise Differ("state", f"{tag} was {before} and is {state}")
            self.states[tag] = state
            if state == "inProgress":
                self.claimed.add(tag)
            if order.kind == "write":
                if marks[tag] != (state == "success"):
                    raise Differ("once", f"{tag} is {state} and has left {marks[tag]} marks")
            elif self.begun[tag] > 1 or marks[f"{tag}/1"] > 1 or marks[f"{tag}/2"] > 1:
                raise Differ("once", f"action {tag} began {self.begun[tag]} times")
            elif state == "pending" and self.begun[tag]:
                raise Differ("once", f"action {tag} has begun and is still pending")

    def _check_end(self) -> None:
        marks = Counter(str(mark["tag"]) for mark in self.backend.documents("marks"))
        for tag, order in self.orders.items():
            state = self.states[tag]
            wanted = "failed" if order.is_failing or tag in self.lost else "success"
            if state not in ("canceled", wanted):
                raise Differ("end", f"{tag} ends as {state}; it should be {wanted}")
            if order.kind == "act" and state == "success":
                done = marks[f"{tag}/1"], marks[f"{tag}/2"]
                if done != (1, 1):
                    raise Differ("once", f"{tag} has succeeded and left {done} marks")
        # Who was in flight when it crashed cannot give its snapshot back.
        if self.backend.snapshots.latest.pins and not self.has_crashed:
            raise Differ("pins", "snapshots are still held, and nobody reads them")

    def _jobs(self) -> dict[str, Document]:
        """The documents of the jobs by the tags in their arguments."""
        found = {}
        for job in self.backend.documents(JOBS):
            args = job["args"]
            assert isinstance(args, list), "a job has arguments"
            assert isinstance(args[0], dict), "which are one object"
            found[str(args[0]["tag"])] = job
        return found


def _kind(job: Document) -> str:
    state = job["state"]
    assert isinstance(state, dict), "a job has a state"
    return str(state["kind"])
