"""Play a scene of live queries and keep, write by write, what the engine did about each of them.

```
 subscribe ada ── every query runs, or comes from the cache
 write 1       ── commits ── lands in the range of ada's inbox
     ada       ── inbox runs again ── new: one transition        or equal: nothing is sent
 write 2       ── commits ── lands in nobody's range
 ada is back   ── one transition over everything in between
```

Invariant: all of it is read from the engine's trace, its transitions and its write log.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, cast

from labkit.harness.workload import with_ids
from labkit.visual.subscription_scene import SubscriptionScene, Watched
from minivex import Interval, Raised, Returned, Value
from minivex.errors import KeyInterval
from minivex.functions.call_values import freeze_args
from minivex.functions.query_set import QuerySet, Transition
from minivex.store.snapshot_manager import Change
from minivex.trace import Began, Delivered, Event, Invalidated, ReadRange, Stepped

__all__ = ["Beat", "EndlessWriteError", "Read", "Refresh", "Rerun", "Run", "Touch"]

STEPS_MAX = 1_000
_WRITER = "the write"

Told: TypeAlias = Literal["new", "equal"]
Outcome: TypeAlias = Returned | Raised
Item: TypeAlias = Event | tuple[str, Transition]
"""What a tape holds: events, and between them the transitions that a page got."""


@dataclass(frozen=True, slots=True)
class Read:
    """One interval that a query has read, and how many documents were in it."""

    index: str
    interval: Interval
    documents: int


@dataclass(frozen=True, slots=True)
class Touch:
    """Where a write landed in what a query had read, and with which document."""

    index: str
    interval: Interval
    document: str


@dataclass(frozen=True, slots=True)
class Rerun:
    """One query that got its outcome anew, by a run of its own or out of the cache."""

    watched: Watched
    is_cached: bool
    told: Told
    reads: tuple[Read, ...]
    line: int | None
    outcome: Outcome

    @property
    def documents(self) -> int:
        """How many documents the run had to read; none if it came from the cache."""
        return 0 if self.is_cached else sum(read.documents for read in self.reads)

    @property
    def is_wasted(self) -> bool:
        """Whether it ran, and nobody was told."""
        return self.told == "equal" and not self.is_cached


@dataclass(frozen=True, slots=True)
class Refresh:
    """One page brought up to date: all its stale queries, and at most one transition."""

    page: str
    reruns: tuple[Rerun, ...]
    transition: Transition | None
    shown: Mapping[str, Outcome]
    """What all pages show afterwards, by the label of the query."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One moment of the scene, and all that came of it."""

    kind: Literal["subscribe", "write", "back"]
    title: str
    page: str = ""
    """Who subscribes or is back."""

    commit_ts: int | None = None
    """When a write took effect; None if it changed nothing."""

    line: int | None = None
    error: BaseException | None = None
    changes: Sequence[Change] = ()
    touched: Mapping[str, Touch] = field(default_factory=dict)
    """By label: the queries that must run again."""

    reads: Mapping[str, tuple[Read, ...]] = field(default_factory=dict)
    """By label: what the live queries had read before; one that is stale waits for nothing."""

    refreshes: tuple[Refresh, ...] = ()


class EndlessWriteError(Exception):
    """A mutation of the scene made too many steps; ``line`` is where it stands."""

    def __init__(self, title: str, line: int | None) -> None:
        super().__init__(
            f"{title} made {STEPS_MAX:,} steps and had not ended. Give its loop an end."
        )
        self.line = line


class _Tape:
    """A tracer that keeps everything, in order."""

    def __init__(self) -> None:
        self.items: list[Item] = []

    def event(self, event: Event) -> None:
        self.items.append(event)

    def take(self) -> list[Item]:
        """All that came since the last time."""
        taken, self.items = self.items, []
        return taken


class Run:
    """A scene under way: ``beats`` plays it, once. ``offline`` is a page that misses the writes."""

    def __init__(self, scene: SubscriptionScene, *, offline: str = "") -> None:
        self._scene = scene
        self._offline = offline if offline in scene.pages else ""
        self._tape = _Tape()
        self.world = scene.start.fork(tracer=self._tape)
        self._pages: dict[str, QuerySet] = {}
        self._watched = {each.label: each for each in scene.watched}
        self._shown: dict[str, Outcome] = {}
        self._reads: dict[str, tuple[Read, ...]] = {}
        self._known: dict[tuple[str, str], tuple[Read, ...]] = {}
        """What the last run of each request read: the cache hands out its result."""

    def beats(self) -> Iterator[Beat]:
        """Every page subscribes, then each write, then the page that was away is back."""
        for page in self._scene.pages:
            yield self._subscribe(page)
        away = self._pages.get(self._offline)
        if away is not None:
            away.pause()
        for write in self._scene.writes:
            yield self._write(write.path, write.args)
        if away is not None:
            away.resume()
            refreshes = self._refreshes(self._tape.take())
            yield Beat("back", f"{self._offline} is back", page=self._offline, refreshes=refreshes)

    def _subscribe(self, page: str) -> Beat:
        tape = self._tape
        queries = self.world.sync.connect(lambda got: tape.items.append((page, got)))
        self._pages[page] = queries
        for each in self._scene.of(page):
            queries.add(self.world.find_query(each.path), freeze_args(each.args), each.label)
        queries.load()
        refreshes = self._refreshes(tape.take())
        return Beat("subscribe", f"{page} subscribes", page=page, refreshes=refreshes)

    def _write(self, path: str, given: Mapping[str, object]) -> Beat:
        world, names = self.world, self._scene.names
        before_ts, reads = world.latest_ts, dict(self._reads)
        args: dict[str, Value] = with_ids(given, names)
        title = names.call(path, args)
        call = world.start(path, args, label=_WRITER)
        for _ in range(STEPS_MAX):
            if call.done:
                break
            call.move()
        else:
            frames = call.frames()
            raise EndlessWriteError(title, frames[-1].line if frames else None)
        names.note_commits(world, after_ts=before_ts)
        entries = world.write_log.after(before_ts)
        items = self._tape.take()
        events = [item for item in items if not isinstance(item, tuple)]
        touched = [each for each in events if isinstance(each, Invalidated)]
        for each in touched:
            del self._reads[each.call]
        lines = [each.line for each in events if isinstance(each, Stepped) and each.call == _WRITER]
        return Beat(
            "write",
            title,
            commit_ts=entries[-1].ts if entries else None,
            line=lines[-1] if lines else None,
            error=call.outcome.error if isinstance(call.outcome, Raised) else None,
            changes=[change for entry in entries for change in entry.changes],
            touched={
                each.call: Touch(each.read.index, _interval(each.read.interval), each.read.id)
                for each in touched
            },
            reads=reads,
            refreshes=self._refreshes(items),
        )

    def _refreshes(self, items: Sequence[Item]) -> tuple[Refresh, ...]:
        """What became of the stale queries of each page, in the order of the engine."""
        transitions = dict(item for item in items if isinstance(item, tuple))
        by_label: dict[str, list[Event]] = {}
        for item in items:
            if not isinstance(item, tuple | Invalidated) and item.call in self._watched:
                by_label.setdefault(item.call, []).append(item)
        by_page: dict[str, list[Rerun]] = {}
        for label, events in by_label.items():
            watched = self._watched[label]
            by_page.setdefault(watched.page, []).append(self._rerun(watched, events))
        found = []
        for page, reruns in by_page.items():
            self._shown.update({each.watched.label: each.outcome for each in reruns})
            found.append(Refresh(page, tuple(reruns), transitions.get(page), dict(self._shown)))
        return tuple(found)

    def _rerun(self, watched: Watched, events: Sequence[Event]) -> Rerun:
        request = (watched.path, watched.title)
        is_cached = not any(isinstance(each, Began) for each in events)
        if not is_cached:
            self._known[request] = tuple(
                Read(each.index, _interval(each.interval), each.documents)
                for each in events
                if isinstance(each, ReadRange)
            )
        reads = self._reads[watched.label] = self._known[request]
        told = [each for each in events if isinstance(each, Delivered)]
        lines = [each.line for each in events if isinstance(each, Stepped)]
        return Rerun(
            watched,
            is_cached=is_cached,
            told="new" if told else "equal",
            reads=reads,
            line=lines[-1] if lines else None,
            outcome=_outcome(told[0]) if told else self._shown[watched.label],
        )


def _outcome(told: Delivered) -> Outcome:
    if isinstance(told.error, Exception):
        return Raised(told.error)
    return Returned(cast("Value", told.value))


def _interval(interval: KeyInterval) -> Interval:
    return Interval(interval.start, interval.end)
