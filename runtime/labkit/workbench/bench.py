"""One session: a backend on the page's log, the application that was pushed, and the panes that watch.

```
 open ──▶ push · run · watch · advance · step · crash … ──▶ what happened, and how things stand
```

Whatever ends a session, the log opens the next one where this one stood.

Invariant: what the page was told is in the log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from typing import Any, TextIO

from labkit.grader.report import LearnerError
from labkit.grader.sandbox import LearnerFailure, Output, captured, explain
from labkit.harness.raised import is_refusal, refusal_data
from labkit.workbench.application import Application
from labkit.workbench.page_log import PageLog, Tell
from labkit.workbench.view import (
    Page,
    clock_of,
    crons_of,
    functions_of_page,
    jobs_of,
    page_of,
    tables_of,
)
from labkit.workbench.watch import Pane, Watch, identity_of
from labkit.workbench.words import ArgumentsError, read_arguments, shown
from minivex import Backend, MinivexError, VirtualClock
from minivex.clock import START_MS
from minivex.commit.log_bytes import read_log
from minivex.errors import DamagedLogError

__all__ = ["Opening", "Workbench"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Opening:
    """What a session begins with: all that the page has kept."""

    log: bytes = b""
    source: str = ""
    """The file that was pushed last; empty if none was."""
    now_ms: int = START_MS
    commits: int = 0
    seed: int = 1
    panes: tuple[tuple[str, str, str, str], ...] = field(default=())


class Workbench:
    """A backend that the page keeps."""

    def __init__(self, opening: Opening, tell: Tell) -> None:
        """Go on from what the page has kept.

        A file that does not run any more, or does not fit the data, is left out: the data are shown without it.

        Raises: DamagedLogError, or any error that a log which nobody here wrote may lead to.
        """
        self.log = PageLog(opening.log, tell, commits=opening.commits)
        self._seed = opening.seed
        self._watch = Watch(lambda: self.log.commits)
        self._watch.panes = {pane[0]: Pane(*pane) for pane in opening.panes}
        self.application = Application()
        self.problem: LearnerError | None = None
        records = len(read_log(opening.log).payloads)
        if opening.source:
            try:
                self.application = Application.load(opening.source)
                self.backend = self._opened(opening.now_ms)
            except LearnerFailure as failure:
                self.problem = failure.error
            except DamagedLogError:
                raise
            except MinivexError as error:
                self.problem = explain(error, self.application.source)
        if self.problem is not None or not opening.source:
            self.application = Application()
            self.backend = self._opened(opening.now_ms)
        self._watch.follow(self.backend, "restart" if records else "first")
        self.opened: Json = {"records": records, "bytes": len(opening.log)}

    def _opened(self, now_ms: int) -> Backend:
        """A backend on the log; what only memory had is gone."""
        application = self.application
        return Backend.open(
            self.log,
            schema=application.schema,
            functions=application.functions,
            crons=application.crons,
            http=application.http,
            seed=self._seed,
            clock=VirtualClock(now_ms),
            tracer=self._watch,
        )

    def _reopen(self, why: str) -> None:
        records = len(read_log(self.log.read()).payloads)
        self.backend = self._opened(self.backend.clock.now_ms)
        self._watch.follow(self.backend, why)
        self.opened = {"records": records, "bytes": self.log.size_bytes}

    # ------------------------------------------------------------------ what the page asks for

    def perform(self, work: Callable[[], Json], page: Page, echo: TextIO | None) -> Json:
        """Do one thing; what it gave, what was printed, and how everything stands."""
        self._watch.restart()
        output = Output(echo)
        try:
            with captured(output):
                happened = work()
            if self.log.is_long:
                self.backend.compact()
            return {**happened, "output": output.text, **self._standing(page)}
        finally:
            self.log.hand_over()

    def push(self, text: str) -> Json:
        """Let another file take the place of the one there is; the documents stay."""
        before = self.application
        try:
            application = Application.load(text)
        except LearnerFailure as failure:
            return {"pushed": {"ok": False, "error": failure.error.to_json()}}
        try:
            self.backend.push(application.schema, application.functions)
        except MinivexError as error:
            found = explain(error, application.source)
            return {"pushed": {"ok": False, "error": found.to_json()}}
        self.application = application
        self.problem = None
        if application.same_services(before):
            self._watch.retry()
        else:
            self._reopen("push")
        return {"pushed": {"ok": True, "error": None}}

    def run(self, path: str, arguments: str, caller: str) -> Json:
        """Call a function as a client does; ``caller`` is who is signed in, if anybody is."""
        before = self.log.commits
        call: Json = {"path": path, "ok": False, "value": "", "error": None, "data": ""}
        try:
            value = self.backend.run(path, read_arguments(arguments), identity=identity_of(caller))
            call |= {"ok": True, "value": shown(value)}
        except ArgumentsError as error:
            call["error"] = LearnerError("Arguments", str(error)).to_json()
        except BaseException as error:  # noqa: BLE001 - a handler of the reader's raises what it likes
            call["error"] = explain(error, self.application.source).to_json()
            if is_refusal(error):
                call["data"] = shown(refusal_data(error))
            if not isinstance(error, Exception):
                self._reopen("restart")
        watch = self._watch
        call |= {
            "commits": [before, self.log.commits],
            "attempts": watch.attempts,
            "reads": watch.reads,
            "writes": watch.writes if self.log.commits > before else [],
        }
        return {"call": call}

    def watch(self, id: str, path: str, arguments: str, caller: str) -> Json:
        """Watch a query."""
        self._watch.add(Pane(id, path, arguments, caller))
        return {}

    def unwatch(self, id: str) -> Json:
        """Watch it no more."""
        self._watch.remove(id)
        return {}

    def advance(self, delta_ms: float) -> Json:
        """Let time pass, and run on the way what comes due."""
        self.backend.advance(delta_ms)
        return self._ran()

    def step(self) -> Json:
        """Go to the moment at which something is due, and run that one thing."""
        work = self.backend.start_due()
        if work is None and (found := clock_of(self.backend)["next"]) is not None:
            self.backend.clock.advance_to(ceil(found["at"]))
            work = self.backend.start_due()
        if work is not None:
            work.finish()
        return self._ran()

    def _ran(self) -> Json:
        return {"ran": {"count": self._watch.jobs_ran, "jobs": self._watch.jobs}}

    def crash(self) -> Json:
        """Lose all memory, and come back from the log."""
        self._reopen("restart")
        return {"crashed": self.opened}

    def look(self) -> Json:
        """Nothing but a look."""
        return {}

    def _standing(self, page: Page) -> Json:
        backend = self.backend
        tables = tables_of(backend)
        shown_page = page_of(backend, page)
        if shown_page is None and tables:
            shown_page = page_of(backend, Page(tables[0]["name"]))
        return {
            "position": self.log.size_bytes,
            "commits": self.log.commits,
            "clock": clock_of(backend),
            "tables": tables,
            "page": shown_page,
            "jobs": jobs_of(backend),
            "crons": crons_of(backend, self.application),
            "functions": functions_of_page(backend, self.application),
            "panes": [pane.to_json() for pane in self._watch.panes.values()],
            "problem": None if self.problem is None else self.problem.to_json(),
        }
