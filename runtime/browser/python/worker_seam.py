"""What the page's worker puts around the lab kit: a way to stop it, and where printed text goes.

    page ── stop ──▶ worker ──┐
                              ▼
    Python code ── tick ──▶ on_tick: let the worker read its messages, then go on or raise Stopped

A tick is a signal that the interpreter raises between two bytecodes about every 50 ms; the worker
arranges it without shared memory (``worker.js``). Learner code is not traced or rewritten, so it
runs at full speed and its tracebacks stay true.
"""

import io
import signal
import sys
from collections.abc import Callable
from typing import Any, Protocol

FLUSH_AT_CHARACTERS = 4_000


class Stopped(BaseException):
    """The learner pressed Stop. A base exception, so that ``except Exception`` does not eat it."""


class Host(Protocol):
    """What the worker offers to Python."""

    def nextTurn(self) -> Any:  # noqa: N802  # a JavaScript name
        """A promise that is kept once the worker has handled the messages that wait."""

    def isStopping(self) -> bool:  # noqa: N802
        """Whether the page asked to stop this run."""

    def write(self, text: str) -> None:
        """Send printed text to the page."""

    def notify(self, progress_json: str) -> None:
        """Send a progress message to the page."""


class PageOutput(io.TextIOBase):
    """A text stream to the page that forgets everything beyond ``limit_characters``.

    Text is sent in chunks: a full buffer, a tick or the end of a run sends what there is.
    Cost: O(length) per write up to the limit, then O(1).
    """

    def __init__(self, send: Callable[[str], None], *, limit_characters: int) -> None:
        self._send = send
        self._limit = limit_characters
        self._parts: list[str] = []
        self._waiting = 0
        self._room = limit_characters

    def writable(self) -> bool:
        """True: this is a stream to write to."""
        return True

    def write(self, text: str, /) -> int:
        """Keep ``text`` for the next chunk, cut to the room that is left."""
        if self._room:
            part = text[: self._room]
            self._parts.append(part)
            self._waiting += len(part)
            self._room -= len(part)
            if self._waiting >= FLUSH_AT_CHARACTERS:
                self.flush()
        return len(text)

    def flush(self) -> None:
        """Send what waits."""
        if self._parts:
            chunk = "".join(self._parts)
            self._parts.clear()
            self._waiting = 0
            self._send(chunk)

    def start_run(self) -> None:
        """Forget what an earlier run left, and give this one the whole limit."""
        self._parts.clear()
        self._waiting = 0
        self._room = self._limit


class Seam:
    """One per worker: answers requests, one at a time."""

    def __init__(
        self,
        host: Host,
        can_suspend: Callable[[], bool],
        suspend_for: Callable[[Any], object],
        *,
        limit_characters: int,
    ) -> None:
        self._host = host
        self._can_suspend = can_suspend
        self._suspend_for = suspend_for
        self._output = PageOutput(host.write, limit_characters=limit_characters)
        self._is_inside_tick = False
        sys.stdout = sys.stderr = self._output
        signal.signal(signal.SIGINT, self._on_tick)

    def handle(self, request_json: str) -> str | None:
        """The lab kit's reply as JSON, or None if the run was stopped."""
        from labkit.entry import handle  # noqa: PLC0415  # so that the worker can start before

        self._output.start_run()
        try:
            reply = handle(request_json, self._host.notify)
        except Stopped:
            return None
        finally:
            # A learner may have put something else there, and the next run starts clean.
            sys.stdout = sys.stderr = self._output
            self._output.flush()
        # A grader that treats every exception as the learner's would answer; the stop came first.
        return None if self._host.isStopping() else str(reply)

    def _on_tick(self, _signal: int, _frame: object) -> None:
        if self._is_inside_tick:
            return
        self._is_inside_tick = True
        try:
            self._output.flush()
            if self._can_suspend():
                self._suspend_for(self._host.nextTurn())
        finally:
            self._is_inside_tick = False
        if self._host.isStopping():
            raise Stopped
