"""The points that the orders of a few calls come through, each of them met once.

```
 point   = world + where each call stands          two orders that come to one point go on alike
 move    = world + one call → world + that call    the other calls stay where they are, so this is run once too

 a commits, b conflicts ──┐
 b began before or after ─┴─▶ one point, if b can only conflict and run again: what it saw is lost
```

A world is its documents, its commits and its clock. A call that has not begun stands at the beginning; an action
where it is after all that it has been told; a transaction that is about to commit at what it saw, or, once somebody has
written into what it read, at "must run again". Each call has dice of its own (`labkit.harness.play`), so nothing else
passes from call to call.

Invariant: a move is made by the engine, on a world that is equal in all this to the one that the order has come to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import TypeAlias

from labkit.harness.choices import NotRepeatableError
from labkit.harness.play import Lane, Play
from minivex import Backend, Call, ConvexError, Int64, Raised, Returned
from minivex.commit.retry import ATTEMPTS_MAX
from minivex.commit.validation import first_conflict
from minivex.commit.write_log import LogEntry, WriteLog
from minivex.functions.stand import Stand
from minivex.txn.transaction import Transaction

__all__ = ["Point", "States"]

Key: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _World:
    """One state of the data."""

    number: int
    backend: Backend
    changed: dict[tuple[str, str], str | None]
    """The documents that are not as they were at the start."""

    log: tuple[LogEntry, ...]
    """The commits since the start."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """One state of one call."""

    number: int
    call: Call
    left: int
    reruns: int
    seeds: int
    is_done: bool
    transaction: Transaction | None
    """What its next move commits, if it wants to change something."""

    overtaken: LogEntry | None = None
    """The first commit that wrote into what the call read and is about to act upon."""


@dataclass(frozen=True, slots=True)
class _Moved:
    """What one move of one call came to."""

    world: _World
    standing: _Standing
    published: tuple[LogEntry, ...]
    steps: int


@dataclass(frozen=True, slots=True)
class Point:
    """A world, and where each call stands in it."""

    world: _World
    standings: tuple[_Standing, ...]

    @property
    def key(self) -> tuple[int, ...]:
        """What tells this point from all others."""
        return (self.world.number, *[each.number for each in self.standings])

    def open_lanes(self) -> list[int]:
        """The lanes that have not ended."""
        return [lane for lane, each in enumerate(self.standings) if not each.is_done]


class States:
    """The points of one workload, as far as somebody has asked for them."""

    def __init__(self, start: Backend, lanes: Sequence[Lane], *, budget: int) -> None:
        self._lanes = lanes
        self._budget = budget
        self._start_ts = start.latest_ts
        self._worlds: dict[Key, _World] = {}
        self._standings: list[dict[Key, _Standing]] = [{} for _ in lanes]
        self._moves: dict[tuple[int, int, int], _Moved] = {}
        self._numbers = count()
        first = Play(start, lanes, budget=budget)
        world = self._world(first.world, {}, ())
        standings = []
        for lane in range(len(lanes)):
            call = lanes[lane].start(first.world, label=first.calls[lane].label)
            call.remember()
            standings.append(self._standing(lane, call, budget, 0, first.seeds[lane], ("begin",)))
        self.first = Point(world, tuple(standings))
        """Where every order begins."""

    def after(self, point: Point, lane: int) -> tuple[Point, int]:
        """Where the next move of ``lane`` leads to, and how many steps it makes.

        Raises: StepBudgetError, if the call has used up its steps; NotRepeatableError, if an action does not come to
            where it stood when it is told the same again.
        """
        place = (point.world.number, lane, point.standings[lane].number)
        moved = self._moves.get(place)
        if moved is None:
            moved = self._moves[place] = self._move(point.world, lane, point.standings[lane])
        standings = list(point.standings)
        standings[lane] = moved.standing
        if moved.published:
            for other, each in enumerate(standings):
                if other != lane and each.transaction is not None and each.overtaken is None:
                    standings[other] = self._told_of(other, each, moved.published)
        return Point(moved.world, tuple(standings)), moved.steps

    def ended(self, point: Point, letters: Sequence[str]) -> Play:
        """The play of an order that has come to its end at ``point``."""
        play = Play(point.world.backend, (), budget=self._budget)
        play.world.committer.log = self._log(*point.world.log)
        play.letters.extend(letters)
        for each in point.standings:
            play.put(each.call, left=each.left, reruns=each.reruns, seeds=each.seeds)
        return play

    # ------------------------------------------------------------------ inside

    def _move(self, world: _World, lane: int, standing: _Standing) -> _Moved:
        play = Play(world.backend, (), budget=self._budget)
        log, begin_ts = self._log(), None
        if standing.overtaken is not None:  # wherever it began, all it can do is to conflict
            log, begin_ts = self._log(standing.overtaken), self._start_ts
        play.world.committer.log = log
        call = standing.call.copied(play.world, begin_ts=begin_ts)
        if call.next_move != standing.call.next_move:
            raise NotRepeatableError(f"{call.path} was told the same and did something else")
        known = len(log.entries)
        play.put(call, left=standing.left, reruns=standing.reruns, seeds=standing.seeds)
        play.move(0)
        published = tuple(log.entries[known:])
        after = self._world_after(world, play.world, published)
        came_by = ("by", world.number, standing.number)
        then = self._standing(lane, call, play.left[0], play.reruns[0], play.seeds[0], came_by)
        return _Moved(after, then, published, standing.left - play.left[0])

    def _world_after(
        self, before: _World, backend: Backend, published: Sequence[LogEntry]
    ) -> _World:
        if not published and backend.clock.now_ms == before.backend.clock.now_ms:
            return before
        changed = dict(before.changed) if published else before.changed
        for entry in published:
            for table, old, new in entry.changes:
                revision = new or old
                assert revision is not None, "a change changes something"
                key = (table.name, str(revision.document["_id"]))
                changed[key] = None if new is None else repr(new.document)
        return self._world(backend, changed, (*before.log, *published))

    def _world(
        self,
        backend: Backend,
        changed: dict[tuple[str, str], str | None],
        log: tuple[LogEntry, ...],
    ) -> _World:
        commits = tuple([_commit(entry) for entry in log])
        key = (backend.latest_ts, backend.clock.now_ms, frozenset(changed.items()), commits)
        found = self._worlds.get(key)
        if found is None:
            found = _World(next(self._numbers), backend, changed, log)
            self._worlds[key] = found
        return found

    def _standing(  # noqa: PLR0917 - what a call has left, and how it came there
        self, lane: int, call: Call, left: int, reruns: int, seeds: int, came_by: Key
    ) -> _Standing:
        """Where a call stands that has just moved. ``came_by`` says how it came there, if nothing else does."""
        where: Key
        if call.done:
            where = ("done", _outcome(call.outcome))
        else:
            stand = call.stand
            where = came_by if stand.transaction is not None else ("told", *_told(stand))
        return self._known(lane, call, left, reruns, seeds, where)

    def _known(  # noqa: PLR0917 - all that a standing is
        self,
        lane: int,
        call: Call,
        left: int,
        reruns: int,
        seeds: int,
        where: Key,
        overtaken: LogEntry | None = None,
    ) -> _Standing:
        key = (left, reruns, seeds, where)
        found = self._standings[lane].get(key)
        if found is None:
            number, is_done, transaction = next(self._numbers), call.done, call.stand.transaction
            if transaction is not None and not transaction.writes:
                transaction = None  # what is read alone is never in anybody's way
            found = _Standing(number, call, left, reruns, seeds, is_done, transaction, overtaken)
            self._standings[lane][key] = found
            if not is_done:
                call.abandon()  # only copies of it go on
        return found

    def _told_of(self, lane: int, standing: _Standing, published: Sequence[LogEntry]) -> _Standing:
        """``standing``, or "must run again" if what was published lies in what the call has read."""
        transaction = standing.transaction
        assert transaction is not None, "only a commit can be overtaken"
        for entry in published:
            isolation = self.first.world.backend.isolation
            if first_conflict(transaction, self._log(entry), isolation) is not None:
                stand = standing.call.stand
                where: Key = ("again", *_told(stand))
                if stand.levels[-1].attempt >= ATTEMPTS_MAX:  # the error names what was in the way
                    where = (*where, standing.number, entry.ts, entry.writer_label)
                return self._known(
                    lane,
                    standing.call,
                    standing.left,
                    standing.reruns,
                    standing.seeds,
                    where,
                    entry,
                )
        return standing

    def _log(self, *entries: LogEntry) -> WriteLog:
        """A log that holds these commits and reaches back to the start."""
        log = WriteLog(self._start_ts)
        for entry in entries:
            log.append(entry)
        return log


def _commit(entry: LogEntry) -> Key:
    """A commit by what can be seen of it: when it was, whose, and which documents and tables it changed."""
    documents = [str((new or old).document["_id"]) for _, old, new in entry.changes if new or old]  # type: ignore[union-attr]
    tables = [table.name for table in entry.new_tables]
    return (entry.ts, entry.writer_label, entry.writer_path, *tables, *documents)


def _told(stand: Stand) -> Key:
    return tuple(
        (
            level.path,
            level.attempt,
            level.began_ms,
            tuple(
                _value(value) if error is None else _error(error) for value, error in level.heard
            ),
        )
        for level in stand.levels
    )


def _outcome(outcome: Returned | Raised | None) -> Key:
    if isinstance(outcome, Raised):
        return _error(outcome.error)
    assert outcome is not None, "a call that is done has an outcome"
    return _value(outcome.value)


def _value(value: object) -> Key:
    """A value by what it is written as, which tells 1 from 1.0; anything else, such as a file, by itself."""
    return ("value", repr(value)) if type(value) in _VALUES else ("object", id(value))


def _error(error: Exception) -> Key:
    """A refusal by its data. Two other errors that look alike may say different things when they are asked."""
    return ("refused", _value(error.data)) if type(error) is ConvexError else ("error", id(error))


_VALUES = frozenset({type(None), bool, int, float, str, bytes, list, dict, Int64})
