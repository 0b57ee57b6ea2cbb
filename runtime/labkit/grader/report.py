"""What is said to the learner about one attempt, as data.

```
 Report ── verdict, summary
   ├─ checks    one CheckResult each, in order: passed … passed, failed, not-run …
   ├─ failure   the first check that failed: message, hint in three steps, timeline
   ├─ error     when the file could not run: type, message, the learner's line
   ├─ output    what the file printed, capped
   └─ meters    measured numbers, by noun
```

Invariants: the verdict is ``right`` exactly when every check passed and there is no error; the same
attempt gives the same bytes on every machine (no addresses, no clock, keys sorted).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = [
    "REPORT_SCHEMA",
    "CheckResult",
    "Explored",
    "Failure",
    "Hint",
    "LearnerError",
    "Report",
    "Verdict",
    "canonical_json",
]

Verdict = Literal["right", "unsafe", "costly", "wrong", "error"]
"""right · breaks in some order · right but over budget · wrong when running alone · did not run."""

Status = Literal["passed", "failed", "not-run"]


@dataclass(frozen=True, slots=True)
class Explored:
    """How many orders a check looked at.

    ``orders`` is how many were met, ``run`` how many were decided. ``distinct`` is how many were executed: two
    orders that differ in the sequence of neighbouring moves that publish nothing are one to every
    transaction. ``capped`` says that a limit ended the search: there are more orders than these, and
    nobody has counted them.
    """

    orders: int
    run: int
    distinct: int
    capped: bool = False

    def to_json(self) -> dict[str, Any]:
        """The three numbers; and ``capped``, if they are not all."""
        counts = {"orders": self.orders, "run": self.run, "distinct": self.distinct}
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

    def to_json(self) -> dict[str, Any]:
        """The failure as the report carries it."""
        return {
            "check": self.check,
            "message": self.message,
            "hint": self.hint.to_json(),
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

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON values; `REPORT_SCHEMA` describes it."""
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
        }


def canonical_json(value: object) -> str:
    """JSON with sorted keys and no spare space: equal values give equal bytes."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    """A closed JSON object whose properties are all there."""
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _array(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}

_CONFLICT = _object(
    {"index": _TEXT, "range": _TEXT, "document": _TEXT, "writer": _TEXT, "version": _COUNT}
)
_DOCUMENT = _object(
    {
        "table": _TEXT,
        "name": _TEXT,
        "fields": {"type": "object", "additionalProperties": _TEXT},
    }
)
_LANE = _object(
    {
        "id": _TEXT,
        "path": _TEXT,
        "title": _TEXT,
        "attempts": _COUNT,
        "outcome": _object({"status": {"enum": ["open", "returned", "raised"]}, "text": _TEXT}),
    }
)
_MOVE = _object(
    {
        "n": {"type": "integer", "minimum": 1},
        "lane": _TEXT,
        "attempt": {"type": "integer", "minimum": 1},
        "kind": {"enum": ["begin", "step", "commit", "conflict"]},
        "label": _TEXT,
        "text": _TEXT,
        "line": _or_null(_COUNT),
        "version": _or_null(_COUNT),
        "reads": _array(_object({"index": _TEXT, "range": _TEXT, "documents": _COUNT})),
        "writes": _array(_object({"op": _TEXT, "document": _TEXT, "text": _TEXT})),
        "conflict": _or_null(_CONFLICT),
    }
)
_TIMELINE = _object(
    {
        "schedule": _TEXT,
        "isolation": {"enum": ["serializable", "snapshot", "none"]},
        "lanes": _array(_LANE),
        "moves": _array(_MOVE),
        "documents": _object({"before": _array(_DOCUMENT), "after": _array(_DOCUMENT)}),
    }
)
_EXPLORED = _object({"orders": _COUNT, "run": _COUNT, "distinct": _COUNT})
_EXPLORED["properties"]["capped"] = {"enum": [True]}
_CHECK = _object(
    {
        "id": _TEXT,
        "title": _TEXT,
        "status": {"enum": ["passed", "failed", "not-run"]},
        "message": _TEXT,
        "explored": _or_null(_EXPLORED),
    }
)
_FAILURE = _object(
    {
        "check": _TEXT,
        "message": _TEXT,
        "hint": _object({"id": _TEXT, "steps": _array(_TEXT)}),
        "timeline": _or_null(_TIMELINE),
    }
)
_ERROR = _object({"type": _TEXT, "message": _TEXT, "line": _or_null(_COUNT), "traceback": _TEXT})

REPORT_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Report on one attempt at one exercise",
    **_object(
        {
            "exercise": _TEXT,
            "version": {"type": "string", "pattern": "^[0-9a-f]{12}$"},
            "verdict": {"enum": ["right", "unsafe", "costly", "wrong", "error"]},
            "summary": _TEXT,
            "checks": _array(_CHECK),
            "failure": _or_null(_FAILURE),
            "error": _or_null(_ERROR),
            "output": _TEXT,
            "meters": {"type": "object", "additionalProperties": _COUNT},
        }
    ),
}
"""The JSON schema of ``Report.to_json()``; the timeline on the page has the same one."""
