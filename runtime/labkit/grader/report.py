"""What is said to the learner about one attempt, as data.

```
 Report ── verdict, summary
   ├─ checks    one CheckResult each, in order: passed … passed, failed, not-run …
   ├─ failure   the first check that failed: message, hint in three steps, timeline
   ├─ error     when the file could not run: type, message, the learner's line
   ├─ output    what the file printed, capped
   ├─ meters    measured numbers, by noun
   └─ budgets   what was graded of them: limit, formula, use, ranges, conflict surface
```

Invariants: the verdict is ``right`` exactly when every check passed and there is no error; the same
attempt gives the same bytes on every machine (no addresses, no clock, keys sorted).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = [
    "CheckResult",
    "Explored",
    "Failure",
    "Hint",
    "LearnerError",
    "Report",
    "Verdict",
    "canonical_json",
    "orders_tried",
]

Verdict = Literal["right", "unsafe", "costly", "wrong", "error"]
"""right · breaks in some order · right but over budget · wrong when running alone · did not run."""

Status = Literal["passed", "failed", "not-run"]


@dataclass(frozen=True, slots=True)
class Explored:
    """How many orders a check looked at.

    ``orders`` is how many were met, ``run`` how many were decided. ``distinct`` is how many were played to their
    end: the others come to a point, with the same data and the same calls in the same places, that one of
    these came through. ``capped`` says that a limit ended the search: there are more orders than these, and
    nobody has counted them. ``attempts`` is how often the call ran that had to run most often; the engine gives
    up after five.
    """

    orders: int
    run: int
    distinct: int
    capped: bool = False
    attempts: int = 1
    crash_points: int = 0
    """Where the worker could die in the runs of ``crash_anywhere``: before the first step, and after each."""

    crash_runs: int = 0
    """How many of those runs were executed: the others leave the same behind."""

    def to_json(self) -> dict[str, Any]:
        """The four numbers; ``capped``, if they are not all; and two more, if the worker died."""
        counts = {
            "orders": self.orders,
            "run": self.run,
            "distinct": self.distinct,
            "attempts": self.attempts,
        }
        if self.crash_points:
            counts |= {"crash_points": self.crash_points, "crash_runs": self.crash_runs}
        return {**counts, "capped": True} if self.capped else counts


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check: what it asks, and how it went."""

    id: str
    title: str
    status: Status
    message: str = ""
    explored: Explored | None = None

    def to_json(self) -> dict[str, Any]:
        """The result as the report carries it."""
        return {
            "id": self.id,
            "title": self.title,
            "status": self.status,
            "message": self.message,
            "explored": self.explored.to_json() if self.explored else None,
        }


@dataclass(frozen=True, slots=True)
class Hint:
    """Three steps in Markdown: what was observed, the idea, the shape of the fix."""

    id: str
    steps: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The hint as the report carries it."""
        return {"id": self.id, "steps": list(self.steps)}


@dataclass(frozen=True, slots=True)
class Failure:
    """The first check that failed."""

    check: str
    message: str
    hint: Hint
    timeline: Mapping[str, Any] | None = None
    schedule: str | None = None
    """The id of the order or the fault that shows it, for ``fieldbook explore`` and for a link."""

    def to_json(self) -> dict[str, Any]:
        """The failure as the report carries it; its ``witness`` is that of its timeline."""
        return {
            "check": self.check,
            "message": self.message,
            "hint": self.hint.to_json(),
            "schedule": self.schedule,
            "witness": self.timeline["witness"] if self.timeline is not None else None,
            "timeline": dict(self.timeline) if self.timeline is not None else None,
        }


@dataclass(frozen=True, slots=True)
class LearnerError:
    """Why the learner's file did not run to its end, at which of their lines."""

    type: str
    message: str
    line: int | None = None
    traceback: str = ""

    def to_json(self) -> dict[str, Any]:
        """The error as replies carry it."""
        return {
            "type": self.type,
            "message": self.message,
            "line": self.line,
            "traceback": self.traceback,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to one attempt at one exercise."""

    exercise: str
    version: str
    verdict: Verdict
    summary: str
    checks: tuple[CheckResult, ...]
    failure: Failure | None = None
    error: LearnerError | None = None
    output: str = ""
    meters: Mapping[str, int] = field(default_factory=dict)
    budgets: tuple[Mapping[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON values; ``report.schema.json`` beside this package describes it."""
        return {
            "exercise": self.exercise,
            "version": self.version,
            "verdict": self.verdict,
            "summary": self.summary,
            "checks": [result.to_json() for result in self.checks],
            "failure": self.failure.to_json() if self.failure else None,
            "error": self.error.to_json() if self.error else None,
            "output": self.output,
            "meters": dict(self.meters),
            "budgets": [dict(budget) for budget in self.budgets],
        }


def canonical_json(value: object) -> str:
    """JSON with sorted keys and no spare space: equal values give equal bytes."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def orders_tried(results: Sequence[CheckResult]) -> str:
    """In how many orders; where a limit ended a search, only those that were run are claimed."""
    explored = [result.explored for result in results if result.explored]
    if any(each.capped for each in explored):
        ran = sum(each.distinct for each in explored)
        return f", in the {ran:,} orders of concurrent calls that were run; more exist"
    orders, run = sum(each.orders for each in explored), sum(each.distinct for each in explored)
    said = f", in all {orders:,} orders of concurrent calls, {run:,} run" if orders else ""
    points = sum(each.crash_points for each in explored)
    if points:
        said += f"{', and' if said else ','} at all {points:,} points at which the worker may die"
    return said
