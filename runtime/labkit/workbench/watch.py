"""Live queries of the page, and the reason of every time that one ran again.

```
 commit 7 by app:send ──▶ Invalidated pane 1 ──▶ Reran, another result ──▶ "commit 7: app:send wrote …"
 commit 8 by app:tick ──▶ nothing that it read                              no line
```
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from labkit.harness.raised import error_name, error_text
from labkit.workbench.journal import LISTED, PANE, Journal
from labkit.workbench.signed_in import claims_of
from labkit.workbench.words import ArgumentsError, read_object, shown
from minivex import Backend, Raised, Subscription
from minivex.errors import ConflictingRead
from minivex.functions.live_query import is_same
from minivex.functions.moves import Outcome
from minivex.store.table_registry import TABLES_INDEX
from minivex.trace import Conflicted, Event, Invalidated, ReadRange, Reran

__all__ = ["Pane", "Watch"]

HISTORY = 8
BY_HAND = "the data panel"
BY_ITSELF = "the scheduler"


@dataclass(slots=True)
class Pane:
    """One live query. ``problem`` says why it is not watched, if it is not."""

    id: str
    path: str
    args: str
    caller: str = ""
    """Who is signed in; empty: nobody."""
    subscription: Subscription | None = None
    problem: str = ""
    outcome: Outcome | None = None
    at: int = 0
    """The commit at which it ran last."""
    runs: int = 0
    wasted: int = 0
    """Runs that gave what was there before."""
    reads: list[dict[str, Any]] = field(default_factory=list)
    because: dict[str, Any] = field(default_factory=dict)
    history: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=HISTORY))

    def ran(self, commit: int, *, is_changed: bool) -> None:
        """Note one more run, for the reason that is known."""
        self.at = commit
        self.runs += 1
        self.wasted += not is_changed and self.because["why"] != "restart"
        self.history.append({"commit": commit, "changed": is_changed, **self.because})
        self.because = {"why": "first"}

    def to_json(self) -> dict[str, Any]:
        """The pane as the page draws it."""
        outcome = self.outcome
        error = outcome.error if isinstance(outcome, Raised) else None
        return {
            "id": self.id,
            "path": self.path,
            "args": self.args,
            "as": self.caller,
            "problem": self.problem,
            "error": "" if error is None else f"{error_name(error)}: {error_text(error)}",
            "value": "" if outcome is None or error is not None else shown(outcome.value),  # type: ignore[union-attr]
            "commit": self.at,
            "runs": self.runs,
            "wasted": self.wasted,
            "reads": self.reads,
            "history": list(self.history),
        }


class Watch:
    """The tracer of a workbench: its panes, and the log of the request under way."""

    def __init__(
        self,
        commits: Callable[[], int],
        now_ms: Callable[[], int],
        explain: Callable[[BaseException], dict[str, Any]],
    ) -> None:
        self._commits = commits
        self._backend: Backend | None = None
        self.panes: dict[str, Pane] = {}
        self.journal = Journal(
            commits=commits,
            now_ms=now_ms,
            range_of=self._read,
            reason_of=self._conflict,
            explain=explain,
        )
        self.restart()

    def restart(self) -> None:
        """Forget the request before this one."""
        self.journal.restart()
        self.outsider = BY_ITSELF
        """Who writes where no function does."""

    def follow(self, backend: Backend, why: str) -> None:
        """Watch every pane on ``backend``, which may be another one than before."""
        self._backend = backend
        for pane in self.panes.values():
            pane.subscription = None
            self._subscribe(pane, why)

    def add(self, pane: Pane) -> None:
        """Watch one more, or another in the place of the one with its id."""
        self.remove(pane.id)
        self.panes[pane.id] = pane
        self._subscribe(pane, "first")

    def remove(self, id: str) -> None:
        """Watch it no more."""
        pane = self.panes.pop(id, None)
        if pane is not None and pane.subscription is not None:
            pane.subscription.unsubscribe()

    def retry(self) -> None:
        """Watch those that could not be watched before: a push may have brought their function."""
        for pane in self.panes.values():
            if pane.subscription is None:
                self._subscribe(pane, "push")

    def _subscribe(self, pane: Pane, why: str) -> None:
        backend = self._backend
        assert backend is not None, "a pane follows a backend"

        def deliver(outcome: Outcome) -> None:
            pane.outcome = outcome

        before = pane.outcome
        pane.because = {"why": why}
        pane.reads = []
        try:
            args = read_object(pane.args)
            label = f"{PANE}{pane.id}"
            pane.subscription = backend.subscribe(
                pane.path, args, deliver, label=label, identity=claims_of(pane.caller)
            )
        except ArgumentsError as error:
            pane.problem = str(error)
        except BaseException as error:  # noqa: BLE001 - a handler of the reader's raises what it likes
            pane.problem = f"{error_name(error)}: {error_text(error)}"
        else:
            pane.problem = ""
            now = pane.outcome
            is_changed = before is None or now is None or not is_same(before, now)
            pane.ran(self._commits(), is_changed=is_changed)

    # What the engine tells.

    def event(self, event: Event) -> None:
        """Take note of what concerns the page."""
        self.journal.event(event)
        match event:
            case ReadRange(call=label) if (pane := self._pane(label)) and len(pane.reads) < LISTED:
                pane.reads.append(self._read(event))
            case Invalidated(call=label) if pane := self._pane(label):
                pane.reads = []
                pane.because = self._because(event.read)
            case Reran(call=label) if pane := self._pane(label):
                pane.ran(self._commits(), is_changed=event.is_changed)
            case _:
                pass

    def _pane(self, label: str) -> Pane | None:
        return self.panes.get(label.removeprefix(PANE)) if label.startswith(PANE) else None

    def _read(self, event: ReadRange) -> dict[str, Any]:
        assert self._backend is not None, "what is read is read from a backend"
        text = self._backend.describe_range(event.index, event.interval)
        return {"index": event.index, "range": text, "documents": event.documents}

    def _because(self, read: ConflictingRead) -> dict[str, Any]:
        if read.index == TABLES_INDEX:
            return {"why": "push"}
        assert self._backend is not None, "what was written was written to a backend"
        return {
            "why": "write",
            "writer": read.writer_path or self.outsider,
            "table": read.table,
            "document": read.id,
            "index": read.index,
            "range": self._backend.describe_range(read.index, read.interval),
        }

    def _conflict(self, event: Conflicted) -> dict[str, Any]:
        return {"attempt": event.attempt, **self._because(event.read)}
