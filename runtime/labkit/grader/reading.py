"""A stage that also measures: what one call returned, in which order, and what it read for that.

```
 calls        reads · reruns              what a call read; whether a live query runs again
 must hold    same_rows · reads_at_most   documents in their order; a budget of documents
 schema       indexes                     the fields of each index of a table
```

Invariant: measuring leaves the world as it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from labkit.grader.measure import Reads, reads_of
from labkit.grader.rows import rows_differ
from labkit.grader.stage import Stage
from labkit.harness.play import Lane
from labkit.harness.recorder import Recorder
from minivex import Returned, Value

__all__ = ["ReadingStage"]


@dataclass(slots=True)
class ReadingStage(Stage):
    """A stage on which reads are measured and compared."""

    def reads(self, function: str, **args: Value) -> Reads:
        """Run one call on a copy of the world; what it returned, and what it read for that."""
        recorder = Recorder()
        world = self.world.fork(tracer=recorder)
        outcome = self._run(world, self.call(function, by="", **args))
        assert isinstance(outcome, Returned), "what was raised has ended the check"
        return reads_of(recorder.events, outcome.value, world, self.names)

    def reruns(self, function: str, args: Mapping[str, Value], *, after: Lane) -> int:
        """How often the query, watched by a client, runs again because of the call ``after``."""
        world = self.world.fork()
        lane = self.call(function, by="", **args)
        self._run(world, lane)  # if it raises or does not end, that is told here, with its line
        watched = world.subscribe(lane.reference, lane.args, lambda _: None)
        runs = watched.runs
        self._run(world, after)
        return watched.runs - runs

    def indexes(self, table: str) -> dict[str, tuple[str, ...]]:
        """The fields of every index that the learner's schema gives ``table``."""
        found = self.program.schema.tables.get(table)
        return {} if found is None else {name: each.fields for name, each in found.indexes.items()}

    def same_rows(
        self, told: Value, wanted: Sequence[Value], call: str, *, fields: Sequence[str] = ()
    ) -> None:
        """``told`` must be the documents ``wanted`` in that order; ``fields`` are shown where they differ."""
        differ = rows_differ(told, wanted, self.names, fields)
        if differ is not None:
            self.note(call=call, differ=differ)
            self.fail(f"{call} {differ}.")

    def reads_at_most(self, reads: Reads, limit: int, call: str, *, returned: str) -> None:
        """``call`` may read ``limit`` documents for what it ``returned``; more is right, but costly."""
        self.measure(reads.documents, f"documents read by {call} to return {returned}")
        self.note(call=call, read=f"{reads.documents:,}", limit=f"{limit:,}", ranges=str(reads))
        said = f"read {reads.documents:,} documents to return {returned}. The budget is {limit:,}."
        self.note(returned=returned, differ=f"{said} It read {reads}")
        if reads.documents > limit:
            self.fail(f"{call} {said} It read {reads}.", verdict="costly")
