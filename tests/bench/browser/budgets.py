"""What the site may cost a learner, and whether a run kept to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["BUDGETS", "Budget", "Judged", "judge"]

Measured = Mapping[str, float]
"""Medians by name, such as ``cold/ours``."""


class Budget(NamedTuple):
    """At most ``limit``, or at least, of one number or of the ratio of two."""

    title: str
    limit: float
    unit: str
    of: str
    """The name of a number."""
    beside: str = ""
    """The name of what it is divided by."""
    is_least: bool = False


class Judged(NamedTuple):
    """A budget with what was measured."""

    title: str
    unit: str
    limit: float
    measured: float | None
    """None: not measured in this run."""
    is_least: bool

    @property
    def is_met(self) -> bool | None:
        """None if it was not measured."""
        if self.measured is None:
            return None
        return self.measured >= self.limit if self.is_least else self.measured <= self.limit


_PEERS = {"theme": "pyodide-mkdocs-theme", "lite": "JupyterLite"}

BUDGETS = (
    Budget("first result, cold, 10 Mbit/s", 6_000, "ms", "cold/ours"),
    Budget("… / pyodide-mkdocs-theme", 0.75, "×", "cold/ours", f"cold/{_PEERS['theme']}"),
    Budget("… / JupyterLite", 0.3, "×", "cold/ours", f"cold/{_PEERS['lite']}"),
    Budget("first result, repeat visit", 1_100, "ms", "repeat/ours"),
    Budget("… / pyodide-mkdocs-theme", 0.45, "×", "repeat/ours", f"repeat/{_PEERS['theme']}"),
    Budget("… / JupyterLite", 0.12, "×", "repeat/ours", f"repeat/{_PEERS['lite']}"),
    Budget("same visit, another lab: click to result", 50, "ms", "other lab"),
    Budget("runtime download, compressed", 4.7, "MB", "runtime"),
    Budget("own JavaScript on a lab page", 150, "kB", "script/lab"),
    Budget("own JavaScript on a prose page", 20, "kB", "script/prose"),
    Budget("longest task while Python starts, cold", 100, "ms", "task/cold/ours"),
    Budget("longest task while Python starts, repeat", 100, "ms", "task/repeat/ours"),
    Budget("longest task while grading", 100, "ms", "task/visit"),
    Budget("largest paint of a prose page, 10 Mbit/s", 1_500, "ms", "paint/prose"),
    Budget("check of one-winner, warm", 300, "ms", "check/one-winner"),
    Budget("check of the median exercise, warm", 1_000, "ms", "check/median"),
    Budget("check of the heaviest exercise, warm", 3_000, "ms", "check/heaviest"),
    Budget("Stop: a loop", 300, "ms", "stop/a loop"),
    Budget("Stop: one long call", 300, "ms", "stop/one long call"),
    Budget("next run after Stop: a loop", 1_000, "ms", "after/a loop"),
    Budget("next run after Stop: one long call", 1_000, "ms", "after/one long call"),
    *(
        Budget(f"Lighthouse, {page}: {category}", 95, "", f"audit/{page}/{category}", is_least=True)
        for page in ("home", "guide", "exercise", "labs")
        for category in ("performance", "accessibility", "best-practices", "seo")
    ),
)


def judge(measured: Measured) -> list[Judged]:
    """Every budget with what was measured; a ratio needs both of its numbers."""
    found = []
    for one in BUDGETS:
        value = measured.get(one.of)
        if value is not None and one.beside:
            other = measured.get(one.beside)
            value = value / other if other else None
        found.append(Judged(one.title, one.unit, one.limit, value, one.is_least))
    return found
