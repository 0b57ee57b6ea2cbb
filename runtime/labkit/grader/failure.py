"""Why a check failed, in a learner's words: who, which line, which version, what to do next.

```
 why_broken         some order broke a rule: what was read, overtaken, and written all the same
 raised_failure     a call raised: a ConvexError is an answer, anything else a mistake
 endless_failure    a call used up its steps
```
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from labkit.grader.report import LearnerError, Verdict
from labkit.grader.sandbox import Source, explain
from labkit.harness.history import history_of
from labkit.harness.names import Names
from labkit.harness.play import LETTERS, Lane, Running
from labkit.harness.raised import is_refusal, refusal_data
from labkit.harness.recorder import Recorder, written_keys
from labkit.harness.schedule_id import ScheduleId
from labkit.harness.stale import stale_read
from minivex import Backend, Function
from minivex.schema.tables import Schema

__all__ = ["CheckFailed", "Program", "endless_failure", "raised_failure", "why_broken"]


class CheckFailed(Exception):  # noqa: N818 - a verdict, not an error
    """What a check asks for does not hold."""

    def __init__(
        self,
        message: str,
        *,
        verdict: Verdict = "wrong",
        details: Mapping[str, str] | None = None,
        timeline: Mapping[str, Any] | None = None,
        error: LearnerError | None = None,
        raised: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.verdict = verdict
        self.details = dict(details or {})
        self.timeline = timeline
        self.error = error
        self.raised = raised
        """What a call did instead of coming to what the check looks at, as a sentence; empty if it did not."""

        self.schedule: ScheduleId | None = None
        """The order that was played, if it was one of several."""


@dataclass(frozen=True, slots=True)
class Program:
    """What the learner's file defines, beside what the checks bring along."""

    module: str
    schema: Schema
    functions: Mapping[str, Function]
    source: Source
    step_budget: int


def why_broken(
    recorder: Recorder, lanes: Sequence[Lane], names: Names, world: Backend
) -> tuple[str, dict[str, str]]:
    """What the order did to the calls, by the learner's lines; and words for the hint."""
    stale = stale_read(history_of(recorder.events, written_keys(world)))
    if stale is None:
        return "", {}
    who = {letter: lane.name for letter, lane in zip(LETTERS, lanes, strict=False)}
    reader, other = who[stale.call], who[stale.other]
    document, landed = names.id(stale.document), names.id(stale.landed.id)
    version = names.version(stale.read_ts)
    made = names.note_commit(stale.other_ts)
    read = f"Your line {stale.read.line} read"
    if stale.landed.op == "insert":
        found = (
            f"{read} {stale.read.index}"
            if stale.read.documents
            else f"Your line {stale.read.line} found nothing"
        )
        overtaken = (
            f"{found} for {reader} at version {version}; then {other} committed {landed} into that place, "
            f"as version {made};"
        )
    else:
        overtaken = (
            f"{read} {landed} for {reader} at version {version}; then {other} committed version {made} "
            "of it;"
        )
    if stale.write is None:
        went_on = f"then {reader}'s call went on, in another transaction."
        return f"{overtaken} {went_on}", {}
    between = (
        f"Between line {stale.read.line} and line {stale.write.line}, {other} had committed, "
        "and nothing noticed."
    )
    how = "without having read it" if stale.is_blind else "without asking once more whether it may"
    wrote = (
        f"then your line {stale.write.line} wrote {document} for {reader}, in another "
        f"transaction, {how}."
    )
    return f"{overtaken} {wrote}", {"between": between}


def raised_failure(
    program: Program, names: Names, sentence: str, error: BaseException, *, path: str
) -> CheckFailed:
    """The call of ``path`` raised: on purpose, which the task does not ask for, or by mistake.

    ``sentence`` says who raised, up to and with that verb.
    """
    found = explain(error, program.source)
    if found.line is None:
        found = replace(found, line=_line_without_frame(program, found.message, path))
    where = f" on your line {found.line}" if found.line is not None else ""
    if is_refusal(error):
        shown = f"ConvexError({names.show(refusal_data(error))})"
        return CheckFailed(
            f"{sentence} {shown}{where}.", raised=f"{sentence} a ConvexError{where}."
        )
    found = replace(found, message=names.error(found.message.removeprefix(f"{found.type}: ")))
    return CheckFailed(
        f"{sentence} {found.type}{where}: {found.message}",
        verdict="error",
        error=found,
        raised=f"{sentence} {found.type}{where}.",
    )


def endless_failure(program: Program, call: Running, steps: int) -> CheckFailed:
    """A call that goes on asking the engine for things."""
    frames = [frame for frame in call.frames() if frame.file == program.source.filename]
    line = frames[-1].line if frames else None
    where = f" It stands at your line {line}." if line is not None else ""
    message = (
        f"{call.path} made {steps:,} steps and had not ended.{where} Give its loop an end, or read "
        "less in one call."
    )
    return CheckFailed(
        message,
        verdict="error",
        error=LearnerError("StepBudget", message, line),
        raised=f"{call.path} had not ended after {steps:,} steps.",
    )


def _line_without_frame(program: Program, message: str, path: str) -> int | None:
    """Where an error belongs that came when the handler had returned.

    That is the line which made a step and did not await it, or else the function's first line.
    """
    named = re.search(r" in line (\d+) of ", message)
    if named:
        return int(named[1])
    function = program.functions.get(path)
    code = getattr(function.handler, "__code__", None) if function is not None else None
    if code is None or code.co_filename != program.source.filename:
        return None
    return int(code.co_firstlineno)
