"""How one order ended: what the invariants of an exercise are judged by.

Invariant: nothing here differs between two orders that the exploration takes for one. Which call came back
first is such a thing: the last query of an action may end it before or after its neighbours' quiet moves.
"""

from collections.abc import Callable, Mapping, Sequence

from labkit.harness.jobs import Job, jobs_of
from labkit.harness.play import Lane, Play
from labkit.harness.raised import refusal_code
from minivex import Backend, Raised, Returned, Value
from minivex.functions.references import FunctionReference

__all__ = ["Invariant", "Outcome", "refusal_code"]


class Outcome:
    """The end of one order. Documents are looked up once; most invariants need one table."""

    __slots__ = ("_documents", "_lanes", "_play", "conflicts", "show")

    def __init__(
        self,
        play: Play,
        lanes: Sequence[Lane],
        show: Callable[[object], str],
        conflicts: Mapping[str, int] | None = None,
    ) -> None:
        self._play = play
        self._lanes = lanes
        self._documents: dict[str, list[dict[str, Value]]] = {}
        self.show = show
        self.conflicts = dict(conflicts or {})
        """How many commits of a crowd were refused, by the table in which others had written."""

    @property
    def world(self) -> Backend:
        """The world at the end, to ask it more."""
        return self._play.world

    @property
    def returned(self) -> dict[str, Value]:
        """What each caller was told, by the caller's name; a caller whose call raised is not here."""
        return {
            lane.name: call.outcome.value
            for lane, call in zip(self._lanes, self._play.calls, strict=True)
            if isinstance(call.outcome, Returned)
        }

    @property
    def raised(self) -> dict[str, Exception]:
        """The error that each other caller got, by the caller's name."""
        return {
            lane.name: call.outcome.error
            for lane, call in zip(self._lanes, self._play.calls, strict=True)
            if isinstance(call.outcome, Raised)
        }

    @property
    def attempts(self) -> dict[str, int]:
        """How often each call ran, by the caller's name; for an action, what it called counts too."""
        return {
            lane.name: 1 + reruns
            for lane, reruns in zip(self._lanes, self._play.reruns, strict=True)
        }

    def documents(self, table: str) -> list[dict[str, Value]]:
        """What is stored at the end, in order of creation."""
        if table not in self._documents:
            self._documents[table] = self._play.world.documents(table)
        return self._documents[table]

    def document(self, table: str, id: Value) -> dict[str, Value]:
        """The stored document ``id``."""
        return next(row for row in self.documents(table) if row["_id"] == id)

    def jobs(self, function: str = "") -> list[Job]:
        """The scheduled calls at the end, those of ``function`` (``orders:send``) only if it is given."""
        found = jobs_of(self._play.world)
        return [job for job in found if job.function == function] if function else found

    def ask(self, function: str, **args: Value) -> Value:
        """What a query of the program (``teams:members``) answers at the end.

        Raises: whatever the query raises.
        """
        return self._play.world.fork().run(FunctionReference(function, is_internal=True), args)


Invariant = Callable[[Outcome], str | None]
"""What is wrong after one order, as a sentence; None if nothing is."""
