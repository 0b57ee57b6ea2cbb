"""Grade an attempt in a process of its own, which can be ended.

```
 request ── stdin ──▶ child: limits, then entry.handle ── stdout ──▶ reply
                        │ too long: it writes where it stands, and ends
                        └ the parent makes the report that the child could not make
```

Invariants: whatever the file does, the answer is a report; an endless loop, a killed process and a huge
allocation give one sentence each, with the learner's line where it can be known.
"""

import contextlib
import faulthandler
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from labkit.entry import handle
from labkit.grader.exercise import Exercise
from labkit.grader.grade import checks_of
from labkit.grader.report import CheckResult, LearnerError, Report

__all__ = ["DEADLINE_S", "MEMORY_BYTES", "grade_in_process"]

DEADLINE_S = 20.0
MEMORY_BYTES = 1 << 30
GRACE_S = 5.0


def grade_in_process(
    exercise_id: str, files: Mapping[str, str], source: str, *, deadline_s: float = DEADLINE_S
) -> dict[str, Any]:
    """The report on ``source``, as JSON values.

    Raises: ExerciseError, if the exercise cannot be used.
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
    try:
        out, err = child.communicate(json.dumps(request), timeout=deadline_s + GRACE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        out, err = child.communicate()
    with contextlib.suppress(ValueError):
        reply = json.loads(out.rpartition("\n")[2])
        if reply.get("kind") == "graded":
            report: dict[str, Any] = reply["report"]
            return report
    return _ended(exercise, err, child.returncode, deadline_s).to_json()


def _ended(exercise: Exercise, err: str, status: int, deadline_s: float) -> Report:
    """The report on a child that ended without one."""
    line = _line_in(err, exercise.filename)
    place = f" It stood at your line {line}." if line is not None else ""
    if "Timeout (" in err or status < 0:
        kind, what = (
            "Timeout",
            f"{exercise.filename} was still running after {deadline_s:g} seconds.",
        )
        cure = " Look for a loop that never ends, and give it an end."
    else:
        kind, what = (
            "Exit",
            f"{exercise.filename} ended Python with status {status} before the checks did.",
        )
        cure = " Return from the function instead of ending the process."
    checks, _ = checks_of(exercise)
    return Report(
        exercise=exercise.id,
        version=exercise.version,
        verdict="error",
        summary=f"{exercise.filename} was stopped before the checks could end.",
        checks=tuple(CheckResult(check.id, check.title, "not-run") for check in checks),
        error=LearnerError(kind, what + place + cure, line, ""),
    )


def _line_in(stack: str, filename: str) -> int | None:
    """The innermost line of ``filename`` in what faulthandler wrote, most recent call first."""
    found = re.search(rf'File "{re.escape(filename)}", line (\d+)', stack)
    return int(found[1]) if found else None


def _child(deadline_s: float) -> int:
    """Read a request, limit this process, write the reply as the last line."""
    request = sys.stdin.read()
    faulthandler.dump_traceback_later(deadline_s, exit=True)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not there on every system

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    reply = handle(request)
    faulthandler.cancel_dump_traceback_later()
    sys.__stdout__.write("\n" + reply)  # type: ignore[union-attr]  # a child has one
    sys.__stdout__.flush()  # type: ignore[union-attr]
    return 0


if __name__ == "__main__":
    sys.exit(_child(float(sys.argv[1])))
