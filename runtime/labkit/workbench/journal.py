"""The log of a request: what ran, in how many steps and attempts, what it read, wrote and printed.

```
 Began job app:deliver ─▶ Stepped ×3 ─▶ Committed ─▶ Ran      one entry
 pane 1 …                                                      none: live queries have a history of their own
```
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TextIO

from labkit.grader.sandbox import Output
from labkit.workbench.words import shown_cell
from minivex.trace import (
    Began,
    Committed,
    Conflicted,
    Event,
    Raised,
    Ran,
    ReadRange,
    Returned,
    Stepped,
    Wrote,
)

__all__ = ["LISTED", "PANE", "Entry", "Journal", "Printed"]

LISTED: Final = 40
"""Reads, writes and entries that one answer lists; the rest is counted."""
OUTPUT_CHARACTERS: Final = 2_000
PANE: Final = "pane "
"""What the labels of live queries begin with."""

Json = dict[str, Any]


@dataclass(slots=True)
class Entry:
    """One thing that ran."""

    label: str
    path: str
    at_ms: int
    before: int
    """Commits until the first of its own."""
    after: int
    steps: int = 0
    attempts: int = 1
    documents: int = 0
    ranges: int = 0
    written: int = 0
    reads: list[Json] = field(default_factory=list)
    writes: list[Json] = field(default_factory=list)
    conflicts: list[Json] = field(default_factory=list)
    output: str = ""
    value: str = ""
    error: Json | None = None

    def to_json(self) -> Json:
        """The entry as the page draws it."""
        return {
            "label": self.label,
            "path": self.path,
            "at": self.at_ms,
            "commits": [self.before, self.after],
            "steps": self.steps,
            "attempts": self.attempts,
            "documents": self.documents,
            "ranges": self.ranges,
            "written": self.written if self.after > self.before else 0,
            "reads": self.reads,
            "writes": self.writes if self.after > self.before else [],
            "conflicts": self.conflicts,
            "output": self.output,
            "value": self.value,
            "error": self.error,
        }


class Journal:
    """The entries of the request under way."""

    def __init__(
        self,
        *,
        commits: Callable[[], int],
        now_ms: Callable[[], int],
        range_of: Callable[[ReadRange], Json],
        reason_of: Callable[[Conflicted], Json],
        explain: Callable[[BaseException], Json],
    ) -> None:
        self._commits = commits
        self._now_ms = now_ms
        self._range_of = range_of
        self._reason_of = reason_of
        self._explain = explain
        self.restart()

    def restart(self) -> None:
        """Forget the request before this one."""
        self.entries: deque[Entry] = deque(maxlen=LISTED)
        self.count = 0
        self.jobs_ran = 0
        self.jobs: list[Json] = []
        self._known = 0
        self._open: dict[str, Entry] = {}
        self._current: Entry | None = None
        self._aside: Entry | None = None

    def entry(self, label: str) -> Entry | None:
        """The newest of that label."""
        return next((one for one in reversed(self.entries) if one.label == label), None)

    def close(self) -> None:
        """Nothing of this request runs any more."""
        self._open.clear()

    def printed(self, text: str) -> None:
        """Note what was printed, with what is running."""
        if self._current is not None:
            room = OUTPUT_CHARACTERS - len(self._current.output)
            self._current.output += text[: max(room, 0)]

    def event(self, event: Event) -> None:
        """Take note of what a call, a job or a request does."""
        if event.call.startswith(PANE):
            self._step_aside(event)
            return
        if not event.call:
            return
        entry = self._open.get(event.call)
        if entry is None:
            if not isinstance(event, Began | Ran | Raised):
                return
            entry = self._begin(event)
        self._current = entry
        self._note(entry, event)

    def _step_aside(self, event: Event) -> None:
        """A live query runs in the middle of what made it run; what it prints is not of that."""
        if isinstance(event, Began):
            self._aside, self._current = self._current, None
        elif isinstance(event, Returned | Raised):
            self._current = self._aside

    def _begin(self, event: Event) -> Entry:
        self._known = max(self._known, self._commits())
        entry = Entry(event.call, event.path, self._now_ms(), self._known, self._known)
        self._open[event.call] = entry
        self.entries.append(entry)
        self.count += 1
        return entry

    def _note(self, entry: Entry, event: Event) -> None:
        match event:
            case Began() if event.path == entry.path and event.attempt > entry.attempts:
                entry.reads, entry.writes = [], []
                entry.documents = entry.ranges = entry.written = 0
                entry.attempts = event.attempt
            case Stepped():
                entry.steps += 1
            case ReadRange():
                entry.documents += event.documents
                entry.ranges += 1
                if len(entry.reads) < LISTED:
                    entry.reads.append(self._range_of(event))
            case Wrote():
                entry.written += 1
                if len(entry.writes) < LISTED:
                    entry.writes.append({"op": event.op, "table": event.table, "id": event.id})
            case Conflicted():
                entry.attempts = max(entry.attempts, event.attempt)
                if len(entry.conflicts) < LISTED:
                    entry.conflicts.append(self._reason_of(event))
            case Committed():
                self._committed(entry)
            case Returned(path=entry.path):
                entry.value = shown_cell(event.value)
            case Raised(path=entry.path):
                entry.error = self._explain(event.error)
            case Ran():
                self._ran(entry, event)
            case _:
                pass

    def _committed(self, entry: Entry) -> None:
        """Of several calls at once each has its own commits; one that wrote nothing has made none."""
        now = self._commits()
        if now > self._known:
            entry.before = now - 1 if entry.after == entry.before else entry.before
            entry.after = self._known = now

    def _ran(self, entry: Entry, event: Ran) -> None:
        if event.error is not None:
            entry.error = self._explain(event.error)
        del self._open[entry.label]
        self.jobs_ran += 1
        if len(self.jobs) < LISTED:
            error = "" if entry.error is None else entry.error["message"]
            self.jobs.append({"label": entry.label, "error": error})


class Printed(Output):
    """What is printed, told to the log as well."""

    def __init__(self, echo: TextIO | None, journal: Journal) -> None:
        super().__init__(echo)
        self._journal = journal

    def write(self, text: str) -> int:
        """Take what was printed.

        Raises: OutputLimit, when there is too much of it.
        """
        written = super().write(text)
        self._journal.printed(text)
        return written
