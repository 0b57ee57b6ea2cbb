"""Run source that nobody has vouched for, and say what went wrong at which of its lines.

```
 source ── load ──> namespace           prints go to Output, which stops a flood
             │
          guarded ──> LearnerFailure    whatever was raised, cut to the learner's own lines
```

What the file may name and import is up to `labkit.grader.fence`. A loop that never asks the engine for anything
cannot be stopped from inside: the command line and the page run the whole thing where it can be ended from outside.

Invariants: nothing that learner code raises, ``SystemExit`` and ``KeyboardInterrupt`` included, passes
``guarded``, and what our own code raises does; no message holds an address or a path of this machine.
"""

import ast
import contextlib
import io
import re
import types
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TextIO, TypeAlias

from labkit.grader.fence import fenced
from labkit.grader.habits import advice
from labkit.grader.owner import builtins_for
from labkit.grader.report import LearnerError
from labkit.grader.watch import watch
from labkit.harness.raised import error_name, error_text
from minivex import ConvexError, MinivexError
from minivex.functions.step import Step

__all__ = [
    "Find",
    "LearnerFailure",
    "Output",
    "OutputLimit",
    "Source",
    "captured",
    "explain",
    "guarded",
    "load",
]

LIMIT_LINES = 2_000
LIMIT_BYTES = 200_000
TRACEBACK_FRAMES = 12

Find: TypeAlias = Callable[..., types.ModuleType]
"""What an ``import`` statement calls, as Python's own ``__import__``."""

_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")


class OutputLimit(BaseException):
    """The learner's code printed more than anybody would read; ``except Exception`` lets it pass."""


class LearnerFailure(Exception):  # noqa: N818 - carries an error, is not one of ours
    """The learner's code stopped; ``error`` is what they are told."""

    def __init__(self, error: LearnerError) -> None:
        super().__init__(error.message)
        self.error = error


@dataclass(frozen=True, slots=True)
class Source:
    """The learner's file: what tracebacks call it, and its text."""

    filename: str
    text: str

    def line(self, number: int) -> str:
        """Line ``number`` without its indentation; empty if there is none."""
        lines = self.text.splitlines()
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""


class Output(io.TextIOBase):
    """What learner code prints, up to a limit.

    ``echo`` also gets it as it comes, so that a page can show it before the run is over.
    """

    def __init__(self, echo: TextIO | None = None) -> None:
        self._echo = echo
        self._kept: list[str] = []
        self._lines = 0
        self._bytes = 0
        self._muted = False

    @property
    def text(self) -> str:
        """What was printed outside of muted stretches, as far as the limit goes."""
        return "".join(self._kept)

    def writable(self) -> bool:
        """True: print asks."""
        return True

    def write(self, text: str) -> int:
        """Take what was printed.

        Raises: OutputLimit, when there is too much of it.
        """
        self._lines += text.count("\n")
        self._bytes += len(text.encode(errors="replace"))
        if self._lines > LIMIT_LINES or self._bytes > LIMIT_BYTES:
            raise OutputLimit
        if not self._muted:
            self._kept.append(text)
            if self._echo is not None:
                self._echo.write(text)
        return len(text)

    @contextlib.contextmanager
    def muted(self) -> Iterator[None]:
        """Drop what is printed inside, and start counting anew.

        Thousands of orders print the same lines again; only one of them is worth showing.
        """
        before = self._lines, self._bytes, self._muted
        self._lines = self._bytes = 0
        self._muted = True
        try:
            yield
        finally:
            self._lines, self._bytes, self._muted = before

    def restart_count(self) -> None:
        """Count from zero again: another order begins."""
        self._lines = self._bytes = 0


@contextlib.contextmanager
def captured(output: Output) -> Iterator[None]:
    """Send what is printed inside to ``output``; keep warnings about the learner's code quiet."""
    with (
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(output),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield


def load(
    source: Source, module: str, beside: Callable[[Find], Find] | None = None
) -> dict[str, object]:
    """Run the learner's file in a fresh namespace and return that.

    ``beside`` puts files of the learner's own before what a file may import anyway.

    Raises: LearnerFailure, if the file does not compile or does not run to its end.
    """
    namespace: dict[str, object] = {"__name__": module, "__file__": source.filename}
    builtins = builtins_for(module, namespace)
    if beside is not None:
        builtins["__import__"] = beside(builtins["__import__"])  # type: ignore[arg-type]
    namespace["__builtins__"] = builtins
    watch(source.filename)
    with guarded(source):
        exec(_compiled(source), namespace)  # noqa: S102 - running the learner's file is what this is for
    return namespace


@lru_cache(maxsize=4)
def _compiled(source: Source) -> types.CodeType:
    """The file as code, kept because every new worker of a check loads it again."""
    if "\0" in source.text:
        raise SyntaxError("the file holds a null character", (source.filename, None, None, None))
    tree = fenced(ast.parse(source.text, source.filename), source.filename)
    return compile(tree, source.filename, "exec", dont_inherit=True)


@contextlib.contextmanager
def guarded(source: Source) -> Iterator[None]:
    """Turn whatever the learner's code raises inside into a `LearnerFailure`."""
    try:
        yield
    except LearnerFailure:
        raise
    except BaseException as error:
        if _is_ours(error, source):
            raise
        failure = LearnerFailure(explain(error, source))
    else:
        return
    # Raised out here, so that neither cause nor context holds the learner's frames.
    raise failure


def _is_ours(error: BaseException, source: Source) -> bool:
    """Whether no line of the learner's had a part in it: then it is a defect here, and must not be theirs."""
    theirs = MinivexError | ConvexError | SyntaxError | RecursionError | MemoryError
    is_plain = isinstance(error, Exception) and not isinstance(error, theirs)
    return is_plain and next(_learner_frames(error, source), None) is None


def explain(error: BaseException, source: Source) -> LearnerError:
    """What ``error`` means for the reader of ``source``, with the innermost of their lines."""
    frames = list(_learner_frames(error, source))
    line = frames[-1][0] if frames else None
    if isinstance(error, SyntaxError) and error.filename == source.filename:
        line = error.lineno
        shown = f"{source.filename}, line {line}\n    {source.line(line)}" if line else ""
        return LearnerError(error_name(error), str(error.msg), line, shown)
    message = _never_awaited(error, source) or _meaning(error)
    return LearnerError(error_name(error), message, line, _traceback(frames, source))


def _never_awaited(error: BaseException, source: Source) -> str:
    """The sentence for a step that was used as if it were its result; empty if that is not what went wrong."""
    text = error_text(error) if isinstance(error, TypeError | AttributeError) else ""
    if "'Step' object" not in text:
        return ""
    trace = error.__traceback__
    found = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == source.filename:
            steps = [each for each in trace.tb_frame.f_locals.values() if isinstance(each, Step)]
            found = steps[-1] if steps else None
        trace = trace.tb_next
    if found is None:
        return f"A call of ctx was used and never awaited ({text}). Write await before it."
    called = f"{found.target}.{found.method}(…) in line {found.where.line}"
    return f"{called} was never awaited, so there is no value yet. Write await before it."


_ALWAYS = {
    OutputLimit: (
        f"The file printed more than {LIMIT_LINES:,} lines or {LIMIT_BYTES // 1000} kB and was "
        "stopped. Print less, or print after the loop."
    ),
    RecursionError: (
        "Functions called each other too deep and never came back. Look for the call that "
        "should have stopped, and give it a condition."
    ),
    SystemExit: "The file called exit(), which ends Python. Return from the function instead.",
    KeyboardInterrupt: "The run was interrupted before it ended.",
}


def _meaning(error: BaseException) -> str:
    """The sentence a learner is told."""
    for kind, sentence in _ALWAYS.items():
        if isinstance(error, kind):
            return sentence
    match error:
        case RuntimeError() if "event loop" in error_text(error):
            return "There is no event loop here. Await the methods of ctx, and async functions of your own."
        case MemoryError() | OverflowError() if _is_too_much(error):
            return (
                "The file asked for more memory than it may have. Build a smaller value, or read fewer "
                "rows."
            )
        case OverflowError(args=(int(), str())):  # a number and words of the platform's C library
            return "The result is larger than any float. Look at the numbers that go in."
        case KeyError():
            key = error_text(error)
            return f"There is no key {key} in that dict. If it may be missing, write .get({key})."
        case _:
            return _with_advice(error)


def _with_advice(error: BaseException) -> str:
    """What Python or the engine says, and what to write instead, where that is known."""
    text = _ADDRESS.sub("", error_text(error))
    if not text:
        return f"{error_name(error)} was raised, without a message."
    said = advice(error, text)
    if not said:
        return text
    end = "\n" if "\n" in text else " " if text.endswith(".") else ". "
    return f"{text}{end}{said}"


def _is_too_much(error: BaseException) -> bool:
    """Whether something was to be larger than memory is, or than any memory can be."""
    return isinstance(error, MemoryError) or "index-sized" in error_text(error)


def _learner_frames(error: BaseException, source: Source) -> Iterator[tuple[int, str]]:
    """``(line, function)`` of each frame in the learner's file, outermost first."""
    trace: types.TracebackType | None = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename == source.filename and trace.tb_lineno is not None:
            yield trace.tb_lineno, code.co_name
        trace = trace.tb_next


def _traceback(frames: list[tuple[int, str]], source: Source) -> str:
    """The learner's frames as text: place, then the line itself.

    How deep a recursion went depends on the machine, so a frame that repeats is shown once.
    """
    lines = []
    runs = [frame for frame, _ in groupby(frames)]
    repeats = {frame for frame, run in groupby(frames) if len(list(run)) > 1}
    half = TRACEBACK_FRAMES // 2
    for position, frame in enumerate(runs):
        if half <= position < len(runs) - half:
            if position == half:
                lines.append("    … more of the same …")
            continue
        number, function = frame
        place = "" if function == "<module>" else f", in {function}"
        again = ", again and again" if frame in repeats else ""
        lines.append(f"{source.filename}, line {number}{place}{again}")
        lines.append(f"    {source.line(number)}")
    return "\n".join(lines)
