"""How one order ended: what the invariants of an exercise are judged by."""

from collections.abc import Callable, Sequence

from labkit.harness.play import Lane, Play
from minivex import Returned, Value

__all__ = ["Invariant", "Outcome"]


class Outcome:
    """The end of one order. Documents are looked up once; most invariants need one table."""

    __slots__ = ("_documents", "_lanes", "_play", "show")

    def __init__(self, play: Play, lanes: Sequence[Lane], show: Callable[[object], str]) -> None:
        self._play = play
        self._lanes = lanes
        self._documents: dict[str, list[dict[str, Value]]] = {}
        self.show = show

    @property
    def returned(self) -> dict[str, Value]:
        """What each caller was told, by the caller's name."""
        told = {}
        for lane, call in zip(self._lanes, self._play.calls, strict=True):
            assert isinstance(call.outcome, Returned), "raising was judged before"
            told[lane.name] = call.outcome.value
        return told

    @property
    def finished(self) -> list[str]:
        """The callers' names, in the order in which their calls ended."""
        return [self._lanes[lane].name for lane in self._play.finished]

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


Invariant = Callable[[Outcome], str | None]
"""What is wrong after one order, as a sentence; None if nothing is."""
