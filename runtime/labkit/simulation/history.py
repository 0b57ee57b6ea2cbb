"""Carries out one case in the engine and keeps a record of what happened, attempt by attempt.

::

    schedule "abA."   ─▶ moves ─▶ attempts: began on version 3, saw …, committed at ts 41
                                  commits in order, conflicts, outcomes

An attempt is one run of a function with a transaction of its own. The functions that an
action calls have attempts like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from labkit.simulation.case import LETTERS, Case
from labkit.simulation.covered import covered
from labkit.simulation.memory import Memory
from labkit.simulation.perform import PATHS, AnyCtx, perform
from labkit.simulation.program import Call
from labkit.simulation.pushing import PushEvent, Pushing, Redefined
from labkit.simulation.refusals import shown
from labkit.simulation.world import World
from minivex import Backend, ConflictingRead, OptimisticConcurrencyConflict, QueryCtx, Raised
from minivex import Call as InFlight
from minivex.commit.committer import Committer, Isolation
from minivex.functions.definitions import Function
from minivex.functions.moves import Outcome
from minivex.functions.subscription import Subscription
from minivex.store.table_registry import Table, TableRegistry
from minivex.txn.transaction import Transaction

__all__ = ["Attempt", "History", "Record", "View", "name_of", "play"]

WATCH = "sim:watch"
"""The query that runs what is watched, and returns all that it saw."""

MOVES_MAX = 2_000
"""More moves than any case can need: an engine that goes on and on is found out."""


@dataclass(slots=True, eq=False)
class Attempt:
    """One run of ``body`` of ``call``. ``version`` counts the commits that it began after.

    ``covered`` says per table and index which documents lie in what was read, by their ids:
    those of the snapshot, and on ``by_id`` all that the attempt can know of.
    """

    call: int
    body: int
    version: int
    begin_ts: int
    now_ms: int
    memory: Memory[str]
    commit_ts: int | None = None
    conflict: ConflictingRead | None = None
    covered: dict[tuple[str, str], set[str]] = field(default_factory=dict)


class View(NamedTuple):
    """A subscription after some commit: what it shows, its runs, and how often it was told."""

    outcome: str
    runs: int
    deliveries: int
    is_current: bool


@dataclass(slots=True)
class Record:
    """What happened.

    ``events`` are the attempts that came to their commit and what became of pushes, in that
    order. ``views[n]`` are the subscriptions after n commits.
    """

    attempts: list[Attempt] = field(default_factory=list)
    events: list[Attempt | PushEvent] = field(default_factory=list)
    moves: list[str] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    logs: dict[int, list[str]] = field(default_factory=dict)
    views: list[list[View]] = field(default_factory=list)
    crash: str = ""

    @property
    def ended(self) -> list[Attempt]:
        """The attempts that came to their commit."""
        return [event for event in self.events if isinstance(event, Attempt)]


class _WatchedCommitter(Committer):
    """The engine's committer; each commit and each conflict is noted as it happens."""

    __slots__ = ("_history",)

    def __init__(self, backend: Backend, history: History) -> None:
        super().__init__(backend.snapshots, backend.clock, Isolation.SERIALIZABLE)
        self._history = history

    def commit(
        self, transaction: Transaction, *, label: str | None = None, path: str | None = None
    ) -> int:
        """Commit, and note what came of it."""
        assert label is not None, "every call of a case has a letter"
        history = self._history
        attempt = history.running[LETTERS.index(label)]
        history.record.events.append(attempt)
        attempt.covered = covered(transaction, attempt.memory)
        try:
            ts = super().commit(transaction, label=label, path=path)
        except OptimisticConcurrencyConflict as conflict:
            attempt.conflict = conflict.read
            raise
        attempt.commit_ts = ts
        if ts != transaction.begin_ts:
            history.commits += 1
        return ts

    def redefine(self, registry: TableRegistry, new_tables: Sequence[Table]) -> int:
        """Let tables or indexes be others, and note it."""
        ts = super().redefine(registry, new_tables)
        self._history.pushing.redefined(ts, registry.schema)
        return ts


class History:
    """A case on its way through the engine."""

    def __init__(self, case: Case, world: World) -> None:
        self.case = case
        self.world = world
        self.record = Record()
        self.commits = 0
        self.running: dict[int, Attempt] = {}
        self._cursors: dict[int, str | None] = {}
        self.backend = backend = world.backend.fork()
        backend.committer = _WatchedCommitter(backend, self)
        _register(backend, self)
        self.pushing = Pushing(backend, case.pushes, self._note)
        self._deliveries = [0] * len(case.watched)
        self._subscriptions: list[Subscription] = []

    def _note(self, event: PushEvent) -> None:
        self.record.events.append(event)
        self.commits += isinstance(event, Redefined)

    def begin(self, call: int, body: int) -> Memory[str]:
        """The memory that a handler is to use: a new one, unless another handler called it."""
        planned = self.case.calls[call].bodies[body]
        if not planned.is_root:
            return self.running[call].memory
        memory: Memory[str] = Memory(self.world.slots)
        if planned.kind == "action":
            self.record.logs[call] = memory.log
            return memory
        if planned.kind == "query":
            memory.cursor = self._cursors.get(call)
        backend = self.backend
        attempt = Attempt(call, body, self.commits, backend.latest_ts, backend.clock.now_ms, memory)
        self.record.attempts.append(attempt)
        self.running[call] = attempt
        return memory

    def end(self, call: int, body: int, memory: Memory[str]) -> None:
        """Keep the place of the last page for the next query that the call makes."""
        planned = self.case.calls[call].bodies[body]
        if planned.is_root and planned.kind == "query":
            self._cursors[call] = memory.cursor

    def play(self) -> None:
        """Make all moves; an error that is no outcome of a call is a crash."""
        record = self.record
        calls = [
            self.backend.start(
                PATHS[call.bodies[0].kind], {"call": number, "body": 0}, label=LETTERS[number]
            )
            for number, call in enumerate(self.case.calls)
        ]
        try:
            self._watch()
            self._move(calls)
        except Exception as error:  # noqa: BLE001 - the engine itself failed, which is the news
            record.crash = f"{type(error).__name__}: {error}"
            return
        for call in calls:
            outcome = call.outcome
            assert outcome is not None, "all calls are done"
            record.outcomes.append(_text(outcome))

    def _watch(self) -> None:
        """Subscribe to the queries that are watched."""
        for number in range(len(self.case.watched)):

            def note(_: Outcome, number: int = number) -> None:
                self._deliveries[number] += 1

            self._subscriptions.append(self.backend.subscribe(WATCH, {"number": number}, note))
        self._look()

    def _look(self) -> None:
        """Note what the subscriptions show, once for each commit."""
        views = self.record.views
        if self._subscriptions and len(views) <= self.commits:
            latest_ts = self.backend.latest_ts
            views.append(
                [
                    View(_text(one.outcome), one.runs, told, one.ts == latest_ts)
                    for one, told in zip(self._subscriptions, self._deliveries, strict=True)
                ]
            )

    def _move(self, calls: list[InFlight]) -> None:
        moves = self.record.moves
        for letter in self.case.schedule:
            if letter == ".":
                self.backend.clock.advance(1)
                moves.append(letter)
                continue
            if letter == "!":
                self._push()
                continue
            number = LETTERS.index(letter.lower())
            if number >= len(calls) or calls[number].done:
                continue
            moves.append(letter)
            if letter.isupper():
                calls[number].move_to_commit()
            else:
                calls[number].move()
                self._look()
        for number, call in enumerate(calls):
            while not call.done:
                moves.append(LETTERS[number])
                call.move()
                self._look()
                assert len(moves) < MOVES_MAX, "every call ends"
        while not self.pushing.is_over:
            self._push()
            assert len(moves) < MOVES_MAX, "every push ends"

    def _push(self) -> None:
        """Let the next push begin, or the one that has begun go on."""
        if not self.pushing.is_over:
            self.record.moves.append("!")
            self.pushing.move()
            self._look()


def name_of(attempt: Attempt) -> str:
    """The letter of the call, and which of the functions it calls."""
    called = f" body {attempt.body}" if attempt.body else ""
    return f"{LETTERS[attempt.call]}{called}"


def play(case: Case, world: World) -> History:
    """Carry out ``case`` on a fork of ``world``."""
    history = History(case, world)
    history.play()
    return history


def _register(backend: Backend, history: History) -> None:
    case = history.case

    async def run(ctx: AnyCtx, call: int, body: int) -> list[float]:
        memory = history.begin(call, body)
        planned = case.calls[call]
        result = await perform(ctx, memory, planned.bodies[body], planned, call)
        history.end(call, body, memory)
        return result

    async def watch(ctx: QueryCtx, number: int) -> list[str]:
        memory: Memory[str] = Memory(history.world.slots)
        planned = Call((case.watched[number],))
        await perform(ctx, memory, planned.bodies[0], planned, number)
        return memory.log

    backend.functions = {path: Function(kind, run, path=path) for kind, path in PATHS.items()}
    if case.watched:
        backend.functions[WATCH] = Function("query", watch, path=WATCH)


def _text(outcome: Outcome | None) -> str:
    if isinstance(outcome, Raised):
        return f"raised {shown(outcome.error)}"
    return "nothing" if outcome is None else f"returned {outcome.value!r}"
