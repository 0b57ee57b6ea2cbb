"""Which contender does which workload, and in which order: the plan of a run.

Repetitions go round all contenders of a row in turn, so that a busy moment of the machine
hits all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.bench.contenders import CALLED, CPYTHON, PYODIDE, Contender
from tests.bench.timing import median

__all__ = ["Options", "Results", "Row", "measure_all"]

ENGINE = (CPYTHON, PYODIDE)
SEARCH = tuple(f"{name} with search" for name in ENGINE)
RELATIONAL = ("sqlite3", "sqlite3 JSON")
STORES = (*ENGINE, CALLED, *RELATIONAL, "ZODB", "TinyDB", "convex-test")
FEW = 10_000
"""Up to so many documents, everything is measured, and loading more than once."""
MEMORY_DOCUMENTS = 2_000
LIVE_MAX = {"tinybase": 10_000, "rxdb": 1_000, "dexie": 1_000}
RANGES_MAX = {"rxdb": 100, "dexie": 100}


@dataclass(frozen=True, slots=True)
class Options:
    """How thorough a run is. ``only`` names workloads; empty means all."""

    sizes: tuple[int, ...] = (1_000, 10_000, 100_000)
    live: tuple[int, ...] = (10, 100, 1_000, 10_000)
    rounds: int = 5
    seconds: float = 0.05
    only: frozenset[str] = frozenset()

    def wants(self, *workloads: str) -> bool:
        """Whether any of the workloads is to be measured."""
        return not self.only or not self.only.isdisjoint(workloads)


@dataclass(slots=True)
class Row:
    """One line of the table: microseconds and checks by contender."""

    title: str
    medians: dict[str, float] = field(default_factory=dict)
    best: dict[str, float] = field(default_factory=dict)
    checks: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


Results = dict[str, Row]


class _Run:
    def __init__(
        self, everyone: dict[str, Contender], options: Options, show: Callable[[Row], None]
    ) -> None:
        self.everyone = everyone
        self.options = options
        self.results: Results = {}
        self._show = show

    def open(self, names: Iterable[str], count: int) -> None:
        """Let contenders begin with ``count`` documents; that is a row too."""
        rounds = 1 if count > FEW else min(3, self.options.rounds)
        title = f"W1 load, N={count}, per document"
        self._row(title, names, rounds, op="open", count=count)

    def measure(self, workload: str, title: str, names: Iterable[str], **options: object) -> None:
        """One row."""
        if self.options.wants(workload):
            request = {"workload": workload, "seconds": self.options.seconds, "options": options}
            title = f"{workload} {title}"
            self._row(title, names, self.options.rounds, op="run", **request)

    def special(self, title: str, names: Iterable[str], **request: object) -> None:
        """One row of something else than time, or of another process."""
        self._row(title, names, 1, **request)

    def _row(self, title: str, names: Iterable[str], rounds: int, **request: object) -> None:
        row = Row(title)
        found: dict[str, list[float]] = {}
        for _ in range(rounds):
            for name in names:
                answer = self.everyone[name].ask(**request)
                if "us" in answer:
                    found.setdefault(name, []).append(answer["us"])
                    row.checks[name] = answer.get("check")
                elif "error" in answer and f"{name}: {answer['error']}" not in row.notes:
                    row.notes.append(f"{name}: {answer['error']}")
        row.medians = {name: median(values) for name, values in found.items()}
        row.best = {name: min(values) for name, values in found.items()}
        row.notes += _complaints(row.checks)
        self.results[title] = row
        self._show(row)

    def stop(self) -> None:
        for one in self.everyone.values():
            one.stop()


def measure_all(
    everyone: dict[str, Contender], options: Options, show: Callable[[Row], None]
) -> Results:
    """Do the whole plan; every row is shown as soon as it is known."""
    run = _Run(everyone, options, show)
    try:
        for count in options.sizes:
            _stores(run, count)
        run.stop()
        _others(run)
        _live(run)
        run.stop()
        if options.wants("memory"):
            names = [name for name in STORES if name not in (PYODIDE, CALLED)]
            title = f"memory, N={MEMORY_DOCUMENTS}, bytes of a document"
            run.special(title, names, op="memory", count=MEMORY_DOCUMENTS)
        if options.wants("start"):
            run.special("start of the engine in Pyodide", ["start"], op="start")
    finally:
        run.stop()
    return run.results


def _stores(run: _Run, count: int) -> None:
    """What is done with ``count`` documents."""
    if not run.options.wants("W1", "W2", "W3", "W4", "W5", "W7", "W8", "W9", "W9h", "W11", "W13"):
        return
    is_large = count > FEW
    names = (*ENGINE, CALLED, "sqlite3") if is_large else STORES
    transactional = [name for name in names if name in (*ENGINE, "sqlite3", "ZODB")]
    quick = [name for name in names if name != "convex-test" or count <= 1_000]
    run.open(names, count)
    n = f"N={count}"
    run.measure("W2", f"range of 50, {n}", names)
    run.measure("W3", f"point get, {n}", names)
    run.measure("W4", f"scan and filter, {n}", names)
    run.measure("W5", f"paginate all, {n}, per document", quick)
    if not is_large:
        at_once = {"at_once": 8}
        run.measure("W7", f"8 on one counter, {n}", transactional, **at_once, hot=True)
        run.measure("W7", f"8 on 8 counters, {n}", transactional, **at_once, hot=False)
        for age in (0, 10, 1_000):
            run.measure("W8", f"commit {age} commits old, {n}", ENGINE, age=age)
    run.measure("W11", f"2 × 4 steps, {n}, per order", transactional, lanes=2, steps=4)
    if count == 1_000:
        run.measure("W11", f"3 × 3 steps, {n}, per order", transactional, lanes=3, steps=3)
        run.measure("W11c", f"2 calls × 5 moves, {n}, per order", ENGINE)
        many = {"at_once": 64}
        run.measure("W13", f"64 on one counter, {n}", transactional, **many, hot=True)
        run.measure("W13", f"64 on 64 counters, {n}", transactional, **many, hot=False)
    run.measure("W9", f"snapshot, write, restore, {n}", (*ENGINE, CALLED, *RELATIONAL))
    run.measure("W9h", f"jump between 50 snapshots, {n}", ENGINE)
    run.measure("W1", f"one-document mutation, {n}", quick)


def _others(run: _Run) -> None:
    """Search, nested documents, jobs."""
    if run.options.wants("W10"):
        names = (*SEARCH, "sqlite3 FTS5", "convex-test")
        for count in (size for size in run.options.sizes if size <= 10_000):
            run.special(f"W10 build, N={count}, per document", names, op="open", count=count)
            run.measure("W10", f"search two words, N={count}", names)
        run.stop()
    run.measure("W14", "nested document, insert", (*ENGINE, CALLED), write=True)
    run.measure("W14", "nested document, get", (*ENGINE, CALLED), write=False)
    run.measure("W15", "scheduled job, from request to end", ENGINE)


def _live(run: _Run) -> None:
    """Live queries."""
    for shape in ("prefix", "range"):
        for queries in run.options.live:
            maxima = {**LIVE_MAX, **(RANGES_MAX if shape == "range" else {})}
            peers = [
                name
                for name, most in maxima.items()
                if queries <= most and (shape == "prefix" or name in RANGES_MAX)
            ]
            title = f"commit that wakes 1 of {queries} ({shape})"
            run.measure("W6", title, (*ENGINE, CALLED, *peers), queries=queries, shape=shape)
    run.measure("W12", "query-cache hit, subscribe to unsubscribe", ENGINE)


def _complaints(checks: dict[str, Any]) -> list[str]:
    """Answers that are wrong, or differ between contenders."""
    wrong = [
        f"WRONG RESULT: {name}: {check}"
        for name, check in checks.items()
        if isinstance(check, dict) and check.get("exact") is False
    ]
    answers = {str(check) for check in checks.values() if isinstance(check, int | list)}
    return wrong + ([f"ANSWERS DIFFER: {checks}"] if len(answers) > 1 else [])
