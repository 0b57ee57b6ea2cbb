"""The bars: ratios inside one run, because microseconds say more about the machine.

``goal`` is what a throw-away prototype reached without validation and limits; ``least`` is the
most that the engine may need with both. They are about one operation in a transaction of its
own, as it is for the peers: the prototype had no functions either.
"""

from __future__ import annotations

from math import prod
from typing import Final, NamedTuple

from tests.bench.contenders import CPYTHON, PYODIDE
from tests.bench.measurements import Results

__all__ = ["BARS", "Bar", "Verdict", "judge"]

TEXT = f"{CPYTHON} with search"
LIVE = "W6 commit that wakes 1 of {} ({})"
INSERT = "W1 one-document mutation, N={}"
RANGE = "W2 range of 50, N={}"
PAGES = "W5 paginate all, N={}, per document"
HOT, COLD = "W7 8 on one counter, N=1000", "W7 8 on 8 counters, N=1000"
OLD = "W8 commit {} commits old, N=10000"
UNDO = "W9 snapshot, write, restore, N={}"
ORDER = "W11 2 × 4 steps, N={}, per order"
LOAD = "W1 load, N=10000, per document"
GET, SCAN = "W3 point get, N=10000", "W4 scan and filter, N=10000"
SEARCH = "W10 search two words, N=10000"
MEMORY = "memory, N=2000, bytes of a document"
START = "start of the engine in Pyodide"


class Bar(NamedTuple):
    """``row[who] / other_row[other_who]`` must be at most ``least``, and better ``goal``."""

    text: str
    row: str
    other_row: str
    other_who: str
    goal: float
    least: float
    who: str = CPYTHON


class Verdict(NamedTuple):
    """What a bar says. ``value`` is ``None`` if it was not measured."""

    text: str
    value: float | None
    goal: float
    least: float

    @property
    def word(self) -> str:
        """In one word or two."""
        if self.value is None:
            return "not measured"
        if self.value <= self.goal:
            return "met goal"
        return "met" if self.value <= self.least else "MISSED"


def _peer(text: str, row: str, who: str, goal: float, least: float) -> Bar:
    return Bar(text, row, row, who, goal, least)


def _growth(text: str, row: str, other_row: str, goal: float, least: float) -> Bar:
    return Bar(text, row, other_row, CPYTHON, goal, least)


def _live(shape: str) -> tuple[str, str]:
    return LIVE.format(10000, shape), LIVE.format(10, shape)


BARS: Final = [
    _peer("load 10k / sqlite3 JSON", LOAD, "sqlite3 JSON", 1.20, 3),
    _peer("mutation / sqlite3, 10k", INSERT.format(10000), "sqlite3", 1.6, 4),
    _growth("mutation, 100k / 1k", INSERT.format(100000), INSERT.format(1000), 1.16, 2),
    _peer("range of 50 of 100k / sqlite3", RANGE.format(100000), "sqlite3", 0.32, 0.6),
    _growth("range of 50, 10k / 1k", RANGE.format(10000), RANGE.format(1000), 1.4, 3),
    _growth("range of 50, 100k / 1k", RANGE.format(100000), RANGE.format(1000), 3.4, 4),
    _peer("range of 50 of 1k / convex-test", RANGE.format(1000), "convex-test", 0.0045, 0.01),
    _peer("range of 50 of 10k / convex-test", RANGE.format(10000), "convex-test", 0.0011, 0.004),
    _peer("same, Pyodide / convex-test", RANGE.format(1000), "convex-test", 0.0097, 0.02)._replace(
        who=PYODIDE
    ),
    _peer("point get / sqlite3, 10k", GET, "sqlite3", 0.32, 1),
    _peer("scan and filter / sqlite3, 10k", SCAN, "sqlite3", 1.38, 3),
    _peer("paginate all / sqlite3, 10k", PAGES.format(10000), "sqlite3", 0.25, 0.6),
    _growth("paginate, a document, 100k / 1k", PAGES.format(100000), PAGES.format(1000), 0.99, 2),
    _growth("commit, 10k / 10 live (prefix)", *_live("prefix"), 0.99, 1.3),
    _growth("commit, 10k / 10 live (range)", *_live("range"), 1.38, 1.7),
    _growth("same (prefix), Pyodide", *_live("prefix"), 0.82, 1.3)._replace(
        who=PYODIDE, other_who=PYODIDE
    ),
    _peer("commit, 1k live / TinyBase", LIVE.format(1000, "prefix"), "tinybase", 0.82, 2),
    _peer("commit, 1k live / RxDB", LIVE.format(1000, "prefix"), "rxdb", 0.004, 0.02),
    _peer("commit, 1k live / Dexie", LIVE.format(1000, "prefix"), "dexie", 0.0017, 0.01),
    _peer("8 on one counter / ZODB", HOT, "ZODB", 0.015, 0.05),
    _peer("8 on one counter / sqlite3 compare-and-set", HOT, "sqlite3", 0.91, 3),
    _growth("8 on one counter / 8 on 8", HOT, COLD, 1.03, 1.5),
    _growth("commit 1000 / 10 commits old", OLD.format(1000), OLD.format(10), 1.5, 2.5),
    _growth("snapshot, write, restore, 100k / 1k", UNDO.format(100000), UNDO.format(1000), 1.32, 2),
    _peer("snapshot, write, restore / sqlite3, 10k", UNDO.format(10000), "sqlite3", 1.18, 3),
    Bar("search 10k / FTS5", SEARCH, SEARCH, "sqlite3 FTS5", 0.53, 1.5, TEXT),
    Bar("search 10k / convex-test", SEARCH, SEARCH, "convex-test", 0.012, 0.03, TEXT),
    _growth("one order, 10k / 1k", ORDER.format(10000), ORDER.format(1000), 0.99, 1.3),
    _growth("one order / one commit", ORDER.format(1000), COLD, 1.97, 3),
    _peer("one order / ZODB", ORDER.format(1000), "ZODB", 0.018, 0.05),
    _peer("memory of a document / TinyDB", MEMORY, "TinyDB", 1.46, 2.2),
]


def judge(results: Results) -> list[Verdict]:
    """What every bar says about a run."""
    verdicts = [Verdict(bar.text, _ratio(results, bar), bar.goal, bar.least) for bar in BARS]
    slower = [
        row.best[PYODIDE] / row.best[CPYTHON]
        for row in results.values()
        if PYODIDE in row.best and CPYTHON in row.best
    ]
    mean = prod(ratio ** (1 / len(slower)) for ratio in slower) if slower else None
    verdicts.append(Verdict("Pyodide / CPython, geometric mean", mean, 1.72, 2.2))
    start = results[START].checks.get("start") if START in results else None
    verdicts.append(Verdict("import in Pyodide, ms", start and start["ms"], 118, 150))
    verdicts.append(Verdict("size of the engine, kB compressed", start and start["kB"], 60, 60))
    return verdicts


def _ratio(results: Results, bar: Bar) -> float | None:
    above, below = results.get(bar.row), results.get(bar.other_row)
    if above is None or below is None or bar.who not in above.best:
        return None
    if bar.other_who not in below.best:
        return None
    return above.best[bar.who] / below.best[bar.other_who]
