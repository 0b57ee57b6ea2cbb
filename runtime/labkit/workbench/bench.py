"""One session: a backend on the page's log, the application that was pushed, and the panes that watch.

```
 open ──▶ push · run · fetch · watch · advance · save … ──▶ what happened, and how things stand
```

Whatever ends a session, the log opens the next one where this one stood.

Invariant: what the page was told is in the log.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Any, Final, TextIO

from labkit.grader.report import LearnerError
from labkit.grader.sandbox import LearnerFailure, captured
from labkit.harness.raised import is_refusal, refusal_data
from labkit.workbench.application import Application, Files, explain_in
from labkit.workbench.crowd import run_together
from labkit.workbench.form import problems_of
from labkit.workbench.journal import Entry, Printed
from labkit.workbench.opening import Opening
from labkit.workbench.page_log import PageLog, Tell
from labkit.workbench.requests import read_headers, read_url, response_json
from labkit.workbench.signed_in import PROVIDER, bearer, claims_of
from labkit.workbench.view import (
    Page,
    clock_of,
    crons_of,
    files_of,
    functions_of_page,
    jobs_of,
    page_of,
    routes_of,
    tables_of,
)
from labkit.workbench.watch import BY_HAND, Pane, Watch
from labkit.workbench.words import ArgumentsError, read_object, shown
from minivex import Backend, MinivexError, Value, VirtualClock
from minivex.commit.log_bytes import read_log
from minivex.errors import ArgumentValidationError, DamagedLogError

__all__ = ["Workbench"]

Json = dict[str, Any]

_CALL: Final = "call"
_REQUEST: Final = "http"
"""What the engine calls them."""


class Workbench:
    """A backend that the page keeps."""

    def __init__(self, opening: Opening, tell: Tell) -> None:
        """Go on from what the page has kept.

        Files that do not run any more, or do not fit the data, are left out: the data are shown without them.

        Raises: DamagedLogError, or any error that a log which nobody here wrote may lead to.
        """
        self.log = PageLog(opening.log, tell, commits=opening.commits)
        self._seed = opening.seed
        self._watch = Watch(
            lambda: self.log.commits, lambda: self.backend.clock.now_ms, self._explain
        )
        self._watch.panes = {pane[0]: Pane(*pane) for pane in opening.panes}
        self.application = Application()
        self.problem: Json | None = None
        records = len(read_log(opening.log).payloads)
        if opening.files:
            try:
                self.application = Application.load(opening.files)
                self.backend = self._opened(opening.now_ms)
            except DamagedLogError:
                raise
            except (LearnerFailure, MinivexError) as error:
                self.problem = explain_in(error, dict(opening.files))
        if self.problem is not None or not opening.files:
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
            providers=[PROVIDER],
            seed=self._seed,
            clock=VirtualClock(now_ms),
            tracer=self._watch,
        )

    def _restart(self) -> None:
        records = len(read_log(self.log.read()).payloads)
        self.backend = self._opened(self.backend.clock.now_ms)
        self._watch.follow(self.backend, "restart")
        self.opened = {"records": records, "bytes": self.log.size_bytes}

    def _explain(self, error: BaseException) -> Json:
        if isinstance(error, ArgumentsError):
            return {**LearnerError("Arguments", str(error)).to_json(), "file": ""}
        return self.application.explain(error)

    # ------------------------------------------------------------------ what the page asks for

    def perform(self, work: Callable[[], Json], page: Page, echo: TextIO | None) -> Json:
        """Do one thing; what it gave, what was printed, and how everything stands."""
        self._watch.restart()
        journal = self._watch.journal
        output = Printed(echo, journal)
        try:
            with captured(output):
                happened = work()
            journal.close()
            if self.log.is_long:
                self.backend.compact()
            return {**happened, "output": output.text, **self._standing(page)}
        finally:
            self.log.hand_over()

    def push(self, files: Files) -> Json:
        """Let other files take the place of those there are; the documents stay."""
        try:
            application = Application.load(files)
            self.backend.push(
                application.schema,
                application.functions,
                crons=application.crons,
                http=application.http,
            )
        except (LearnerFailure, MinivexError) as error:
            return {"pushed": {"ok": False, "error": explain_in(error, dict(files))}}
        self.application = application
        self.problem = None
        self._watch.retry()
        return {"pushed": {"ok": True, "error": None}}

    def run(self, path: str, arguments: str, caller: str, times: int = 1) -> Json:
        """Call a function as a client does; several times means at the same time."""
        call: Json = {"path": path, "ok": False, "value": "", "error": None, "data": ""}
        call |= {"problems": {}, "crowd": []}
        before = self.log.commits
        values: dict[str, Value] = {}
        try:
            values = read_object(arguments)
            identity = claims_of(caller)
            if times > 1:
                call |= run_together(
                    self.backend,
                    path,
                    values,
                    identity=identity,
                    times=times,
                    explain=self._explain,
                )
            else:
                value = self.backend.run(path, values, identity=identity)
                call |= {"ok": True, "value": shown(value)}
        except BaseException as error:  # noqa: BLE001 - a handler of the reader's raises what it likes
            call["error"] = self._explain(error)
            if is_refusal(error):
                call["data"] = shown(refusal_data(error))
            if isinstance(error, ArgumentValidationError):
                tables = self.backend.snapshots.latest.registry.numbers
                call["problems"] = problems_of(self._args_of(path), values, tables)
            if not isinstance(error, Exception):
                self._restart()
        return {"call": call | self._footprint(_CALL, before)}

    def _args_of(self, path: str) -> Any:
        function = self.application.functions.get(path)
        return None if function is None else function.args

    def _footprint(self, label: str, before: int) -> Json:
        """What the entry of that label says, for the panel that asked."""
        self._watch.journal.close()
        found = self._watch.journal.entry(label) or Entry(label, "", 0, before, before)
        entry = found.to_json()
        names = (
            "attempts",
            "steps",
            "documents",
            "ranges",
            "written",
            "reads",
            "writes",
            "conflicts",
        )
        return {**{name: entry[name] for name in names}, "commits": [before, self.log.commits]}

    def fetch(self, url: str, method: str, headers: str, body: str, caller: str) -> Json:
        """Send an HTTP request; a failing handler is a response too, and says where it failed."""
        before = self.log.commits
        found: Json = {"url": url, "method": method, "response": None, "error": None}
        try:
            sent = {**bearer(caller, self.backend.clock), **read_headers(headers)}
            response = self.backend.fetch(read_url(url), method=method, headers=sent, body=body)
            found["response"] = response_json(response)
        except BaseException as error:  # noqa: BLE001 - a handler of the reader's raises what it likes
            found["error"] = self._explain(error)
            if not isinstance(error, Exception):
                self._restart()
        found |= self._footprint(_REQUEST, before)
        entry = self._watch.journal.entry(_REQUEST)
        if entry is not None and found["error"] is None:
            found["error"] = entry.error
        return {"fetched": found}

    def watch(self, id: str, path: str, arguments: str, caller: str) -> Json:
        """Watch a query."""
        self._watch.add(Pane(id, path, arguments, caller))
        return {}

    def unwatch(self, id: str) -> Json:
        """Watch it no more."""
        self._watch.remove(id)
        return {}

    def change(self, work: Callable[[Backend], object]) -> Json:
        """Let the data panel change something; ``work`` is one of `labkit.workbench.documents`."""
        self._watch.outsider = BY_HAND
        before = self.log.commits
        try:
            given = work(self.backend)
        except (ArgumentsError, MinivexError) as error:
            return {
                "changed": {"ok": False, "error": self._explain(error), "text": "", "commits": 0}
            }
        text = given if isinstance(given, str) else ""
        commits = self.log.commits - before
        return {"changed": {"ok": True, "error": None, "text": text, "commits": commits}}

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
        return {"ran": {"count": self._watch.journal.jobs_ran, "jobs": self._watch.journal.jobs}}

    def crash(self) -> Json:
        """Lose all memory, and come back from the log."""
        self._restart()
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
        journal = self._watch.journal
        return {
            "position": self.log.size_bytes,
            "commits": self.log.commits,
            "clock": clock_of(backend),
            "tables": tables,
            "page": shown_page,
            "jobs": jobs_of(backend),
            "crons": crons_of(backend, self.application),
            "files": files_of(backend),
            "routes": routes_of(self.application),
            "functions": functions_of_page(backend, self.application),
            "panes": [pane.to_json() for pane in self._watch.panes.values()],
            "entries": [entry.to_json() for entry in journal.entries],
            "more_entries": journal.count - len(journal.entries),
            "problem": self.problem,
        }
