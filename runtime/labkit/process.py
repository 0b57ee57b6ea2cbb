"""Grade an attempt in a process of its own, which can be ended.

```
 seal, request ── stdin ──▶ child: limits, then entry.handle ── reply behind the seal ──▶ parent
                        │ on the way: how far it has come, on stderr
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
from collections.abc import Callable, Mapping, Sequence
from threading import Thread
from typing import IO, Any, Final

from labkit.entry import handle
from labkit.grader.exercise import Exercise
from labkit.grader.grade import checks_of
from labkit.grader.report import CheckResult, LearnerError, Report

__all__ = [
    "DEADLINE_S",
    "MEMORY_BYTES",
    "Progress",
    "RefusedError",
    "explore_in_process",
    "grade_in_process",
]

Progress = Callable[[int, int, str], None]
"""Hears ``(done, in all, what is being tried)``."""

PYTHON: Final = (sys.executable, "-X", "utf8", "-m", "labkit.process")
DEADLINE_S = 20.0
MEMORY_BYTES = 1 << 30
GRACE_S = 5.0


class RefusedError(Exception):
    """The child could not answer, and the reason is not the learner's file."""


def grade_in_process(
    exercise_id: str,
    files: Mapping[str, str],
    source: str,
    *,
    deadline_s: float = DEADLINE_S,
    progress: Progress | None = None,
    command: Sequence[str] = PYTHON,
) -> dict[str, Any]:
    """The report on ``source``, as JSON values. ``progress`` hears how far it has come.

    ``command`` starts the child; another one than this Python's has to talk like it.

    Raises: ExerciseError, if the exercise cannot be used; RefusedError, if the grader could not grade.
    """
    exercise = Exercise.from_files(files)
    checks_of(exercise)
    request = {
        "kind": "grade",
        "exercise": {"id": exercise_id, "files": dict(files)},
        "source": source,
    }
    reply = _ask(exercise, request, command, deadline_s=deadline_s, progress=progress)
    if isinstance(reply, LearnerError):
        return _stopped(exercise, reply).to_json()
    report: dict[str, Any] = reply["report"]
    return report


def explore_in_process(
    exercise_id: str,
    files: Mapping[str, str],
    source: str,
    schedule: str,
    *,
    deadline_s: float = DEADLINE_S,
) -> dict[str, Any]:
    """How one order ends for ``source``, as `labkit.grader.replay` says it.

    Raises: ExerciseError, if the exercise cannot be used; RefusedError, if there is no such order, or the file
        was stopped on its way there.
    """
    exercise = Exercise.from_files(files)
    request = {
        "kind": "explore",
        "exercise": {"id": exercise_id, "files": dict(files)},
        "source": source,
        "schedule": schedule,
    }
    reply = _ask(exercise, request, PYTHON, deadline_s=deadline_s)
    if isinstance(reply, LearnerError):
        raise RefusedError(reply.message)
    return {key: value for key, value in reply.items() if key != "kind"}


def _ask(
    exercise: Exercise,
    request: Mapping[str, Any],
    command: Sequence[str],
    *,
    deadline_s: float,
    progress: Progress | None = None,
) -> dict[str, Any] | LearnerError:
    """What the child answers; why it could not, if the learner's file is the reason.

    Raises: RefusedError, if it is not.
    """
    child = subprocess.Popen(  # noqa: S603 - this interpreter or Node, and files of ours
        [*command, str(deadline_s)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    seal = secrets.token_hex(16)
    said: list[str] = []
    listener = Thread(target=_listen, args=(child.stderr, said, f"{seal} ", progress), daemon=True)
    listener.start()
    is_late = False
    # stderr is read by the listener alone, so that a bar can move while the child works.
    child.stderr = None
    try:
        out, _ = child.communicate(f"{seal}\n{json.dumps(request)}", timeout=deadline_s + GRACE_S)
    except subprocess.TimeoutExpired:
        is_late = True
        child.kill()
        out, _ = child.communicate()
    listener.join(GRACE_S)
    _, sealed, text = out.rpartition(seal)
    if sealed:
        reply: dict[str, Any] = json.loads(text)
        if reply["kind"] == "refused":
            raise RefusedError(reply["message"])
        return reply
    err = "".join(said)
    if is_late or "Timeout (" in err:
        return _late(exercise, _line_in(err, exercise.filename), deadline_s)
    return _ended(exercise, child.returncode)


def _listen(stderr: IO[str], said: list[str], mark: str, progress: Progress | None) -> None:
    """Take what the child says aside: how far it is, and where it stood when its time was up."""
    with contextlib.closing(stderr):
        for line in stderr:
            if not line.startswith(mark):
                said.append(line)
            elif progress is not None:
                with contextlib.suppress(json.JSONDecodeError, KeyError, TypeError):
                    told = json.loads(line.removeprefix(mark))
                    progress(told["done"], told["total"], told["label"])


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
    reply = handle(request, lambda told: _aside(f"{seal} {told}\n"))
    faulthandler.cancel_dump_traceback_later()
    with open(reply_fd, "w", encoding="utf-8") as channel:  # noqa: PTH123 - a descriptor
        channel.write(seal + reply)
    return 0


def _aside(line: str) -> None:
    """Tell the parent something that is not the reply, past whatever has become of sys.stderr."""
    with contextlib.suppress(OSError):
        os.write(2, line.encode())


if __name__ == "__main__":
    sys.exit(_child(float(sys.argv[1])))
