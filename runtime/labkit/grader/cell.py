"""Run a live cell of a page: the reader's file, then its ``main``, on a world of its own.

```
 def main(lab):
     lab.store("jobs", {"status": "pending"})       rows, before anything is called
     print(lab.run("claim_next", worker="ada"))     a call; lab.run(…, as_="ada") is signed in
     print(lab.reads("pending"))                    what a call read
     print(lab.table("jobs"))                       what is stored
```

Invariants: never an exception of the reader's; the same text prints the same; ids are printed as
``jobs#1``.
"""

import inspect
from collections.abc import Mapping
from typing import Any

from labkit.grader.measure import Reads, reads_of
from labkit.grader.report import LearnerError
from labkit.grader.sandbox import LearnerFailure, Output, Source, captured, guarded, load
from labkit.harness.names import Names
from labkit.harness.recorder import Recorder
from minivex import Backend, Raised, Subscription, Value, functions_of
from minivex.backend import ErrorDetail
from minivex.functions.moves import Returned
from minivex.schema.tables import Schema
from minivex.services.crons import Crons
from minivex.services.http_actions import Response
from minivex.services.http_router import HttpRouter
from minivex.txn.limits import LIMITS

__all__ = ["CellLab", "Met", "Watched", "run_cell"]

_SYSTEM_TABLES = ("_scheduled_functions", "_storage")


class Met:
    """How one of several calls at once came out."""

    def __init__(self, title: str, outcome: Returned | Raised, attempts: int) -> None:
        self.title = title
        self.attempts = attempts
        self.value = outcome.value if isinstance(outcome, Returned) else None
        self.error = str(outcome.error) if isinstance(outcome, Raised) else ""

    def __repr__(self) -> str:
        end = f"raised {self.error}" if self.error else f"returned {self.value!r}"
        tries = "1 attempt" if self.attempts == 1 else f"{self.attempts} attempts"
        return f"{self.title} {end} after {tries}"


class Watched:
    """A live query, as one component of a page sees it."""

    def __init__(self, subscription: Subscription, updates: list[Value]) -> None:
        self._subscription = subscription
        self.updates = updates
        """Every result that was delivered, the first included."""

    @property
    def value(self) -> Value:
        """The newest result."""
        outcome = self._subscription.outcome
        return outcome.value if isinstance(outcome, Returned) else None

    @property
    def runs(self) -> int:
        """How often the handler ran."""
        return self._subscription.runs


class CellLab:
    """The reader's functions on a world that ``main`` fills and calls."""

    def __init__(self, module: str, namespace: Mapping[str, object]) -> None:
        schema, crons, http = (namespace.get(name) for name in ("schema", "crons", "http"))
        self._module = module
        self.world = Backend(
            schema=schema if isinstance(schema, Schema) else Schema({}),
            functions=functions_of(namespace, module),
            crons=crons if isinstance(crons, Crons) else None,
            http=http if isinstance(http, HttpRouter) else None,
            seed=1,
        )
        self.names = Names(self.world)

    def store(self, table: str, *rows: Mapping[str, object]) -> list[str]:
        """Store rows; their ids, in that order."""
        return self.world.load(table, rows)

    def run(self, function: str, /, *, as_: str = "", **args: object) -> Value:
        """Run one call to its end; what it returned. ``as_`` is who is signed in."""
        return self.world.run(self._path(function), args, identity=_identity(as_))

    def error(self, function: str, /, *, as_: str = "", **args: object) -> str:
        """Run one call that must fail; the error as its caller sees it."""
        try:
            value = self.run(function, as_=as_, **args)
        except Exception as error:  # noqa: BLE001 - whatever it raised is what was asked for
            kind = type(error).__name__
            text = str(error)
            return text if text.startswith(kind) else f"{kind}: {text}"
        raise AssertionError(f"{function} did not fail. It returned {value!r}.")

    def together(self, *calls: tuple[str, Mapping[str, object]]) -> list[Met]:
        """Start several calls; all of them have run before the first commits."""
        started = [self.world.start(self._path(name), args) for name, args in calls]
        for call in started:
            call.move_to_commit()
        met = []
        for (name, args), call in zip(calls, started, strict=True):
            call.finish()
            assert call.outcome is not None, "a call that was finished has an outcome"
            self.names.note(self.world)
            met.append(Met(self.names.call(name, args), call.outcome, call.attempts))
        return met

    def reads(self, function: str, /, *, as_: str = "", **args: object) -> Reads:
        """Run one call on a copy of the world: what it read, index by index."""
        recorder = Recorder()
        world = self.world.fork(tracer=recorder)
        value = world.run(self._path(function), args, identity=_identity(as_))
        self.names.note(world)
        return reads_of(recorder.events, value, world, self.names)

    def watch(self, function: str, /, *, as_: str = "", **args: object) -> Watched:
        """Subscribe to a query."""
        updates: list[Value] = []

        def deliver(outcome: Returned | Raised) -> None:
            updates.append(outcome.value if isinstance(outcome, Returned) else None)

        identity = _identity(as_)
        found = self.world.subscribe(self._path(function), args, deliver, identity=identity)
        return Watched(found, updates)

    def documents(self, table: str) -> list[dict[str, Value]]:
        """What is stored now, in order of creation."""
        return self.world.documents(table)

    def table(self, table: str) -> str:
        """What is stored now, one line for each document."""
        self.names.note(self.world)
        lines = []
        for row in self.world.documents(table):
            fields = [
                f"{name}={self.names.show(value)}"
                for name, value in row.items()
                if name not in ("_id", "_creationTime")
            ]
            lines.append("  ".join([self.names.note_id(table, str(row["_id"])), *fields]))
        return "\n".join(lines) or f"{table} is empty"

    def advance(self, delta_ms: float) -> int:
        """Let time pass, and run what is due; how many jobs ran."""
        return self.world.advance(delta_ms)

    def fetch(self, path: str, /, **request: Any) -> Response:
        """Send an HTTP request to the routes in ``http``."""
        return self.world.fetch(path, **request)

    def small_world(self, divisor: int) -> None:
        """Lower every limit of a transaction by that factor, so that a few rows reach it."""
        self.world.limits = LIMITS.scaled(divisor)

    def production(self) -> None:
        """Hide errors from callers as a production deployment does."""
        self.world.error_detail = ErrorDetail.REDACTED

    def printed(self, text: str) -> str:
        """``text`` with ids replaced by their names."""
        self.names.note(self.world)
        for table in _SYSTEM_TABLES:
            for row in self.world.documents(table):
                self.names.note_id(table, str(row["_id"]))
        return self.names.text(text)

    def _path(self, function: str) -> str:
        return function if ":" in function else f"{self._module}:{function}"


def run_cell(module: str, text: str) -> dict[str, Any]:
    """Run the file, then its ``main``: what was printed, and the error it ended with, if any."""
    source = Source(f"{module.rpartition('/')[2]}.py", text)
    output = Output()
    error: LearnerError | None = None
    lab: CellLab | None = None
    with captured(output):
        try:
            namespace = load(source, module)
            with guarded(source):
                lab = CellLab(module, namespace)
                _call_main(namespace, lab)
        except LearnerFailure as failure:
            error = failure.error
    shown = output.text if lab is None else lab.printed(output.text)
    answer: dict[str, Any] = {"output": shown, "value": "", "error": None}
    if error is not None:
        message = error.message if lab is None else lab.printed(error.message)
        answer["error"] = {**error.to_json(), "message": message}
    return answer


def _call_main(namespace: Mapping[str, object], lab: CellLab) -> None:
    main = namespace.get("main")
    if not callable(main) or inspect.iscoroutinefunction(main):
        raise TypeError("A cell ends with def main(lab): — that is what Run calls.")
    main(lab)


def _identity(name: str) -> dict[str, object] | None:
    return {"subject": name, "issuer": "https://issuer.example"} if name else None
