"""What a run looks like on the screen: rows with ratios, what calls cost, then the bars."""

from __future__ import annotations

from collections.abc import Iterable

from tests.bench.bars import Verdict
from tests.bench.contenders import CALLED, CPYTHON
from tests.bench.measurements import Results, Row

__all__ = ["shown_bars", "shown_calls", "shown_row"]

MILLI = 1_000


def shown_row(row: Row) -> str:
    """A row: for each contender its time, as a multiple of the engine's, and what it counted."""
    base = row.medians.get(CPYTHON) or row.medians.get(f"{CPYTHON} with search")
    lines = [f"\n{row.title}"]
    for name, us in row.medians.items():
        number = f"{us:10.2f} B " if row.title.startswith("memory") else _time(us)
        ratio = f"{us / base:10.3g}×" if base else ""
        check = row.checks.get(name)
        counts = ""
        if isinstance(check, dict):
            counts = "   " + " ".join(f"{key}={value}" for key, value in check.items())
        lines.append(f"   {name:<30}{number}{ratio}{counts}")
    return "\n".join([*lines, *(f"   note: {note[:200]}" for note in row.notes)])


def _time(us: float) -> str:
    return f"{us:10.2f} µs" if us < MILLI else f"{us / MILLI:10.2f} ms"


def shown_calls(results: Results) -> str:
    """What a function around an operation costs: it has no bar, for no peer has functions."""
    lines = [
        f"\n{'a call of a function':<44}{'alone µs':>10}{'called µs':>10}{'/ alone':>9}{'/ sqlite3':>10}"
    ]
    for row in results.values():
        alone, called = row.best.get(CPYTHON), row.best.get(CALLED)
        if not alone or called is None:
            continue
        sqlite = row.best.get("sqlite3")
        to_sqlite = f"{called / sqlite:.3g}" if sqlite else ""
        line = f"{row.title:<44}{alone:>10.2f}{called:>10.2f}{called / alone:>9.3g}"
        lines.append(f"{line}{to_sqlite:>10}")
    return "\n".join(lines)


def shown_bars(verdicts: Iterable[Verdict]) -> str:
    """The bars, one to a line."""
    lines = [f"\n{'bar':<48}{'measured':>10}{'goal':>9}{'least':>9}"]
    for one in verdicts:
        value = "" if one.value is None else f"{one.value:.3g}"
        lines.append(f"{one.text:<48}{value:>10}{one.goal:>9.3g}{one.least:>9.3g}  {one.word}")
    return "\n".join(lines)
