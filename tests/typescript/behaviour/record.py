"""What the Python solution of every exercise does when its checks call it, for the TypeScript solution to do too.

    python tests/typescript/behaviour/record.py [EXERCISE …] > scenarios.json

A scenario is the straight line of one check: rows stored, calls made one after another, time that passes. It is
recorded while the solution is graded, so that an exercise needs no scenario of its own. The line ends where a check
leaves it, because nothing on the other side could follow: for calls that meet (they run on copies of the world and are
left out), for a call that is cut off, for functions that the checks bring along.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from labkit.grader.exercise import Exercise
from labkit.grader.folder import find_folders
from labkit.grader.grade import grade
from labkit.grader.reading import ReadingStage
from labkit.grader.stage import Stage
from labkit.harness.jobs import jobs_of
from labkit.harness.play import Lane
from labkit.harness.raised import is_refusal, refusal_data
from minivex import Raised, Returned, Value
from minivex.values.wire import to_json

LABS = Path(__file__).resolve().parents[3] / "labs"
STEPS_MAX = 120
"""Calls of one scenario: enough to see every function, few enough for a database that scans its tables."""
ROWS_MAX = 600

Json = dict[str, Any]


class Line:
    """The straight line of the check that runs now."""

    def __init__(self) -> None:
        self.scenarios: list[Json] = []
        self.steps: list[Json] = []
        self.ids: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        self.rows = 0
        self.stored: Json | None = None
        self.world: object = None
        self.is_over = True
        self.now_ms = 0

    def begin(self, stage: Stage) -> None:
        """A fresh world: the line before it ends, and another one begins."""
        self.end()
        self.steps, self.ids, self.counts, self.rows, self.stored = [], {}, {}, 0, None
        self.world, self.is_over, self.now_ms = stage.world, False, stage.now_ms
        self.scenarios.append({"now": stage.now_ms, "steps": self.steps})

    def end(self) -> None:
        """A line on which nothing was called shows nothing."""
        if self.scenarios and not any("call" in step for step in self.steps):
            self.scenarios.pop()

    def goes_on(self, stage: Stage) -> bool:
        """Whether the next step still belongs to the line."""
        self.is_over |= stage.world is not self.world or len(self.steps) >= STEPS_MAX
        if stage.now_ms > self.now_ms:  # there, nothing holds a job back when time has passed
            self.is_over |= any(
                job.state in ("pending", "inProgress") and job.due_ms <= stage.now_ms
                for job in jobs_of(stage.world)
            )
            self.now_ms = stage.now_ms
        return not self.is_over

    def name(self, table: str, ids: Sequence[str]) -> None:
        """Name documents by their table and the order in which they were made, as messages do."""
        for id in ids:
            if id not in self.ids:
                self.counts[table] = number = self.counts.get(table, 0) + 1
                self.ids[id] = f"@{table}#{number}"

    def settle(self, stage: Stage) -> None:
        """Jobs may have run since the last step: then the other side has to run them too."""
        before, now = self.stored, self.documents(stage)
        if before is None or now == before:
            return
        if not jobs_of(stage.world):
            self.is_over = True  # a call of somebody else's was moved by hand
        else:
            self.steps.append({"now": stage.now_ms, "documents": now})

    def documents(self, stage: Stage) -> Json:
        """What is stored, with the new documents named."""
        found = {table: stage.documents(table) for table in stage.program.schema.tables}
        for table, rows in found.items():
            self.name(table, [str(row["_id"]) for row in rows])
        self.stored = {table: [self.show(row) for row in rows] for table, rows in found.items()}
        return self.stored

    def show(self, value: Value) -> Any:
        """A value as JSON, with names for ids and without the times at which documents were made."""
        match value:
            case str():
                return self.ids.get(value, value)
            case list():
                return [self.show(each) for each in value]
            case dict():
                return {
                    key: self.show(each) for key, each in value.items() if key != "_creationTime"
                }
            case float() if math.isfinite(value):
                return int(value) if value.is_integer() else value
            case None | bool() | int():
                return value
            case _:
                return {"$": to_json(value)}


LINE = Line()


def recorded_store(stage: Stage, table: str, rows: Sequence[Mapping[str, Value]]) -> list[str]:
    ids = STORE(stage, table, rows)
    LINE.rows += len(rows)
    if LINE.rows > ROWS_MAX:
        LINE.is_over = True
    if LINE.goes_on(stage):
        told = [LINE.show(dict(row)) for row in rows]
        LINE.name(table, ids)
        LINE.steps.append({"now": stage.now_ms, "store": table, "rows": told})
        LINE.documents(stage)
    return ids


def recorded_outside(stage: Stage, function: str, **args: Any) -> Returned | Raised:
    LINE.is_over = True  # a client that names an internal function gets no error of the function's
    return OUTSIDE(stage, function, **args)


def recorded_fresh(stage: Stage, **limits: Any) -> None:
    FRESH(stage, **limits)
    LINE.begin(stage)
    LINE.is_over = bool(limits)  # the other side has the usual ones


def recorded_run(stage: Stage, world: Any, lane: Lane, **rest: Any) -> Returned | Raised:
    is_copy = world is not stage.world
    function = stage.program.functions.get(lane.function)
    if function is None or not lane.function.startswith(f"{stage.program.module}:"):
        LINE.is_over = True
    if (is_copy and (function is None or function.kind != "query")) or not LINE.goes_on(stage):
        return RUN(stage, world, lane, **rest)
    assert function is not None, "else the line is over"
    LINE.settle(stage)
    if LINE.is_over:
        return RUN(stage, world, lane, **rest)
    step: Json = {
        "now": stage.now_ms,
        "identity": lane.identity,
        "call": lane.function,
        "kind": function.kind,
        "args": {name: LINE.show(value) for name, value in lane.args.items()},
    }
    outcome = RUN(stage, world, lane, **rest)
    if is_copy and world.latest_ts != stage.world.latest_ts:
        return outcome  # an order of its own
    documents = LINE.documents(stage)
    if isinstance(outcome, Returned):
        step["returned"] = LINE.show(outcome.value)
    else:
        step["refused"] = (
            LINE.show(refusal_data(outcome.error)) if is_refusal(outcome.error) else None
        )
    LINE.steps.append({**step, "documents": documents} if function.kind != "query" else step)
    return outcome


STORE, OUTSIDE, FRESH, RUN = Stage.store, Stage.from_outside, Stage.fresh, Stage._run


def instrument() -> None:
    """Listen to what checks do on their stage."""
    replaced: dict[str, Callable[..., Any]] = {
        "store": recorded_store,
        "from_outside": recorded_outside,
        "fresh": recorded_fresh,
        "_run": recorded_run,
    }
    for name, function in replaced.items():
        assert name in vars(Stage)
        assert name not in vars(ReadingStage)
        setattr(Stage, name, function)


def record(names: Sequence[str]) -> list[Json]:
    """The scenarios of each exercise."""
    found = []
    for folder in find_folders(LABS):
        if folder.kind != "exercise" or (names and folder.id not in names):
            continue
        LINE.__init__()  # type: ignore[misc]
        files = folder.files()
        exercise = Exercise.from_files(files)
        verdict = grade(exercise, files["solution.py"]).verdict
        LINE.end()
        found.append(
            {
                "exercise": folder.id,
                "folder": str(folder.path),
                "module": exercise.module,
                "verdict": verdict,
                "scenarios": LINE.scenarios,
            }
        )
    return found


if __name__ == "__main__":
    instrument()
    json.dump(record(sys.argv[1:]), sys.stdout)
