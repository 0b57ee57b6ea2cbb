"""Grade an attempt in a process of its own, which can be ended.

```
 seal, request ── stdin ──▶ child: limits, then entry.handle ── reply behind the seal ──▶ parent
                        │ too long: it writes where it stands, and ends
                        └ the parent makes the report that the child could not make
```

Invariants: whatever the file does, the answer is a report; an endless loop, a killed process and a huge
allocation give one sentence each, with the learner's line where it can be known. What the file writes to
stdout goes nowhere, and a reply without the seal, a word made anew for each attempt, is none. (Python hides
nothing from code it runs: this stops a forgery by accident, not one that goes looking.)
"""

import contextlib
import faulthandler
import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from labkit.entry import handle
from labkit.grader.exercise import Exercise
from labkit.grader.grade import checks_of
from labkit.grader.report import CheckResult, LearnerError, Report

__all__ = ["DEADLINE_S", "MEMORY_BYTES", "RefusedError", "grade_in_process"]

DEADLINE_S = 20.0
MEMORY_BYTES = 1 << 30
GRACE_S = 5.0


class RefusedError(Exception):
    """The child could not answer, and the reason is not the learner's file."""


def grade_in_process(
    exercise_id: str, files: Mapping[str, str], source: str, *, deadline_s: float = DEADLINE_S
) -> dict[str, Any]:
    """The report on ``source``, as JSON values.

    Raises: ExerciseError, if the exercise cannot be used; RefusedError, if the grader could not grade.
    """
    exercise = Exercise.from_files(files)
    checks_of(exercise)
    request = {
        "kind": "grade",
        "exercise": {"id": exercise_id, "files": dict(files)},
        "source": source,
    }
    child = subprocess.Popen(  # noqa: S603 - this interpreter, this module
        [sys.executable, "-X", "utf8", "-m", "labkit.process", str(deadline_s)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    is_late = False
    seal = secrets.token_hex(16)
    try:
        out, err = child.communicate(f"{seal}\n{json.dumps(request)}", timeout=deadline_s + GRACE_S)
    except subprocess.TimeoutExpired:
        is_late = True
        child.kill()
        out, err = child.communicate()
    _, sealed, text = out.rpartition(seal)
    if sealed:
        reply = json.loads(text)
        if reply["kind"] == "refused":
            raise RefusedError(reply["message"])
        report: dict[str, Any] = reply["report"]
        return report
    is_late = is_late or "Timeout (" in err
    line = _line_in(err, exercise.filename)
    error = _late(exercise, line, deadline_s) if is_late else _ended(exercise, child.returncode)
    return _stopped(exercise, error).to_json()


def _late(exercise: Exercise, line: int | None, deadline_s: float) -> LearnerError:
    """The child was still at work when its time was up."""
    place = f" It stood at your line {line}." if line is not None else ""
    return LearnerError(
        "Timeout",
        f"{exercise.filename} was still running after {deadline_s:g} seconds.{place} "
        "Look for a loop that never ends, and give it an end.",
        line,
    )


def _ended(exercise: Exercise, status: int) -> LearnerError:
    """The child ended without a reply: by itself, or because the system ended it."""
    if status < 0:
        return LearnerError(
            "Killed",
            f"The system ended Python with signal {-status} while {exercise.filename} ran. Often that "
            "means too much memory: build smaller values, or read fewer rows.",
        )
    return LearnerError(
        "Exit",
        f"{exercise.filename} ended Python with status {status} before the checks did. "
        "Return from the function instead of ending the process.",
    )


def _stopped(exercise: Exercise, error: LearnerError) -> Report:
    """The report that the child could not make."""
    checks, _ = checks_of(exercise)
    return Report(
        exercise=exercise.id,
        version=exercise.version,
        verdict="error",
        summary=f"{exercise.filename} was stopped before the checks could end.",
        checks=tuple(CheckResult(check.id, check.title, "not-run") for check in checks),
        error=error,
    )


def _line_in(stack: str, filename: str) -> int | None:
    """The innermost line of ``filename`` in what faulthandler wrote, most recent call first."""
    found = re.search(rf'File "{re.escape(filename)}", line (\d+)', stack)
    return int(found[1]) if found else None


def _child(deadline_s: float) -> int:
    """Read a seal and a request, limit this process, write the reply behind the seal."""
    seal, _, request = sys.stdin.read().partition("\n")
    reply_fd = os.dup(1)
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device, not a path
        os.dup2(nowhere.fileno(), 1)
    faulthandler.dump_traceback_later(deadline_s, exit=True)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not there on every system

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    reply = handle(request)
    faulthandler.cancel_dump_traceback_later()
    with open(reply_fd, "w", encoding="utf-8") as channel:  # noqa: PTH123 - a descriptor
        channel.write(seal + reply)
    return 0


if __name__ == "__main__":
    sys.exit(_child(float(sys.argv[1])))
