"""A second look, below Python's own names: what a learner's file does that no function needs.

```
 audit event of CPython ──▶ who asked? ── a frame of the learner's file ──▶ NotAllowedError
                                       └─ the engine, the grader, the library ──▶ nothing
```

The fence (`labkit.grader.fence`) refuses names that it can see. CPython itself reports the dangerous acts behind
them, by whatever way they are reached: reading a function's code or a generator's frame, replacing a function's code,
opening a file, starting a process. A hook that hears of them cannot be removed from inside Python.

Source: Python docs, "Audit events table"; PEP 578.
"""

import sys
from types import FrameType
from typing import Final

__all__ = ["NotAllowedError", "watch"]

_INNARDS: Final = frozenset(
    {
        "object.__getattr__",
        "object.__setattr__",
        "object.__delattr__",
        "code.__new__",
        "function.__new__",
        "compile",
        "exec",
        "sys._current_frames",
        "sys._current_exceptions",
        "sys.settrace",
        "sys.setprofile",
        "sys.addaudithook",
        "sys.unraisablehook",
        "gc.get_objects",
        "gc.get_referrers",
        "gc.get_referents",
    }
)
"""Refused when the learner's line does it; the library may, on the way to what it is asked for."""

_OUTSIDE: Final = (
    *(
        "open",
        "os.",
        "subprocess.",
        "socket.",
        "shutil.",
        "signal.",
        "_thread.",
        "ctypes.",
        "marshal.",
        "pickle.",
    ),
    *(
        "mmap.",
        "fcntl.",
        "resource.",
        "tempfile.",
        "glob.",
        "pathlib.",
        "pty.",
        "sqlite3.",
        "urllib.",
        "http.",
    ),
    *("webbrowser.", "cpython.", "builtins.breakpoint", "syslog.", "time.sleep", "setopencodehook"),
)
"""Refused when it is done for the learner's file, however many calls of the library are between."""

_IMPORTING: Final = "<frozen importlib"


class NotAllowedError(RuntimeError):
    """The learner's file reached for something that a function cannot have."""


_files: set[str] = set()
_is_busy = False
_is_hooked = False


def watch(filename: str) -> None:
    """From now on, refuse such acts to code whose file is ``filename``; an act is refused by raising NotAllowedError."""
    global _is_hooked  # noqa: PLW0603 - a hook is for the life of the process
    _files.add(filename)
    if not _is_hooked:
        _is_hooked = True
        sys.addaudithook(_hear)


def _hear(event: str, args: tuple[object, ...]) -> None:
    global _is_busy  # noqa: PLW0603 - looking at frames is reported too
    if _is_busy or not (event in _INNARDS or event.startswith(_OUTSIDE)):
        return
    _is_busy = True
    try:
        frame = sys._getframe(1)  # noqa: SLF001 - who asks
        is_theirs = (
            frame.f_code.co_filename in _files if event in _INNARDS else _is_for_a_learner(frame)
        )
    finally:
        _is_busy = False
    if is_theirs:
        raise NotAllowedError(_words(event, args))


def _is_for_a_learner(frame: FrameType | None) -> bool:
    """Whether the nearest file that is the learner's or ours is the learner's."""
    while frame is not None:
        name = frame.f_code.co_filename
        if name in _files:
            return True
        if name.startswith((_OURS, _IMPORTING)):
            return False
        frame = frame.f_back
    return False


def _words(event: str, args: tuple[object, ...]) -> str:
    last = args[-1] if args else None
    name = args[1] if event.startswith("object.__") and len(args) > 1 else last
    what = f"{event} {name}" if isinstance(name, str) and event.startswith("object.__") else event
    return (
        f"This asks Python for {what}, which leads out of the file. A Convex function has its arguments and ctx: "
        "leave it out."
    )


_OURS: Final = __file__.rpartition("labkit")[0]
"""The folder of the engine and the lab kit."""
