"""The typical wrong answers of an exercise, from its own folder: who writes them thinks what, and what to say.

```
 wrong/takes_a_lock.py      its first line: Misconception: …   what somebody thinks
 report.snap.json           check and hint of its failure      what the page answers
 hints.md                   the hint's second step             the idea to talk about
```
"""

import ast
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sitegen.course import ExerciseItem

__all__ = ["Obstacle", "check_titles", "obstacles"]

REPORTS = "report.snap.json"
PREFIX = "Misconception:"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One check at which answers fail, and all that is known to lead there."""

    check: str
    title: str
    beliefs: tuple[str, ...]
    idea: str
    """Markdown."""


def check_titles(item: ExerciseItem) -> dict[str, str]:
    """Every check's title by its id, in the order in which they run; empty without recorded reports."""
    solution = _reports(item).get("solution.py")
    return {each["id"]: each["title"] for each in solution["checks"]} if solution else {}


def obstacles(item: ExerciseItem) -> list[Obstacle]:
    """The checks that wrong answers fail, in the order in which a learner meets them."""
    reports = _reports(item)
    titles = check_titles(item)
    beliefs: dict[tuple[str, str], list[str]] = {}
    for name, report in reports.items():
        failure = report["failure"]
        if not name.startswith("wrong/") or failure is None or name not in item.files:
            continue
        hint = failure["hint"]["id"] if failure["hint"] else ""
        belief = _belief(item.files[name])
        if belief:
            beliefs.setdefault((failure["check"], hint), []).append(belief)
    order = list(titles)
    return [
        Obstacle(
            check=check,
            title=titles.get(check, check),
            beliefs=tuple(sorted(set(found))),
            idea=item.exercise.hints[hint][1] if hint in item.exercise.hints else "",
        )
        for (check, hint), found in sorted(
            beliefs.items(),
            key=lambda entry: order.index(entry[0][0]) if entry[0][0] in order else len(order),
        )
    ]


def _reports(item: ExerciseItem) -> Mapping[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(item.files.get(REPORTS, "{}"))
    return found


def _belief(source: str) -> str:
    """The misconception that the answer's docstring begins with."""
    first = (ast.get_docstring(ast.parse(source)) or "").partition("\n\n")[0]
    return " ".join(first.split()).removeprefix(PREFIX).strip() if PREFIX in first else ""
