"""One order or fault of one check, played again for an answer: what a schedule id stands for.

```
 exercise + source + "takes-one-winner.two-workers.1.abba"  ──▶  {"held": false, "sentence", "timeline", …}
```

The check runs as it always does, but explores nothing on its way: it plays the one order that is asked for and
ends there.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, TextIO

from labkit.grader.checks import Check
from labkit.grader.exercise import Exercise
from labkit.grader.failure import CheckFailed, Program
from labkit.grader.grade import checks_of, program_of
from labkit.grader.replayed import Replayed, UnfitScheduleError
from labkit.grader.report import LearnerError
from labkit.grader.sandbox import LearnerFailure, Output, Source, captured, guarded
from labkit.grader.stage import SEED
from labkit.grader.worker_context import Context
from labkit.harness.names import listed
from labkit.harness.schedule_id import ScheduleId

__all__ = ["UnfitScheduleError", "replay_schedule"]


def replay_schedule(
    exercise: Exercise, text: str, schedule: str, *, echo: TextIO | None = None
) -> dict[str, Any]:
    """How the order ``schedule`` ends for the answer ``text``, as JSON values.

    Raises: UnfitScheduleError, if the exercise has no such order or the answer's calls take other moves;
        ExerciseError, if the exercise cannot be used.
    """
    checks, functions = checks_of(exercise)
    id, check = _chosen(checks, schedule)
    source = Source(exercise.filename, text)
    output = Output(echo)
    sentence: str | None = None
    timeline: Mapping[str, Any] | None = None
    error: LearnerError | None = None
    with captured(output):
        try:
            with guarded(source):
                program = program_of(exercise, source, functions)
                sentence, timeline = _played(check, program, output, id)
        except LearnerFailure as failure:
            sentence, error = failure.error.message, failure.error
    return {
        "exercise": exercise.id,
        "version": exercise.version,
        "schedule": str(id),
        "check": check.id,
        "title": check.title,
        "held": sentence is None,
        "sentence": sentence or "",
        "timeline": timeline,
        "error": error.to_json() if error is not None else None,
        "output": output.text,
    }


def _chosen(checks: tuple[Check, ...], schedule: str) -> tuple[ScheduleId, Check]:
    """The id and the check that it names."""
    try:
        id = ScheduleId.parse(schedule)
    except ValueError as error:
        raise UnfitScheduleError(f"{error}.") from None
    known = {check.id: check for check in checks}
    if id.check not in known:
        near = get_close_matches(id.check, known, 1)
        meant = f"Did you mean {near[0]}?" if near else f"Its checks are {listed(list(known))}."
        raise UnfitScheduleError(f"This exercise has no check {id.check}. {meant}")
    if id.seed != SEED:
        raise UnfitScheduleError(
            f"{id} was recorded with the seed {id.seed}; the checks use {SEED} now. Grade the file "
            "again for an order of today."
        )
    return id, known[id.check]


def _played(
    check: Check, program: Program, output: Output, id: ScheduleId
) -> tuple[str | None, Mapping[str, Any]]:
    """What the order broke, if anything, and its timeline."""
    context = Context(program, output, check=check.id, only=id)
    try:
        check.body(context)
    except Replayed as end:
        return end.sentence, end.timeline
    except CheckFailed as failed:
        if context.running is not None and context.running.schedule == id:
            return failed.message, context.running.timeline()
        raise UnfitScheduleError(
            f"The check {check.id} ended before it came to this order. {failed.message}"
        ) from None
    except UnfitScheduleError as error:
        raise UnfitScheduleError(
            f"The order {id.order} does not fit this answer: {error}."
        ) from None
    known = listed(list(context.scenarios)) or "none"
    if id.scenario not in context.scenarios:
        raise UnfitScheduleError(
            f"The check {check.id} has no scenario {id.scenario}; it has {known}."
        )
    raise UnfitScheduleError(
        f"The scenario {id.scenario} has no fault {id.order} with this answer: its calls make fewer moves."
    )
