"""A stage that also measures: what one call returned, in which order, and what it read for that.

```
 calls        reads · reruns              what a call read; whether a live query runs again
 must hold    same_rows · reads_at_most   documents in their order; a budget of documents
              within                      budgets of ranges, bytes, writes and jobs
 schema       indexes                     the fields of each index of a table
```

Invariant: measuring leaves the world as it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from labkit.grader.amount import limit_words
from labkit.grader.measure import Budget, Reads, reads_of
from labkit.grader.rows import rows_differ
from labkit.grader.stage import Stage
from labkit.harness.play import Lane
from labkit.harness.recorder import Recorder
from minivex import Call, Returned, Value
from minivex.txn.usage import Usage

__all__ = ["ReadingStage"]


@dataclass(slots=True)
class ReadingStage(Stage):
    """A stage on which reads are measured and compared."""

    def reads(self, function: str, **args: Value) -> Reads:
        """Run one call on a copy of the world; what it returned, and what it read for that."""
        recorder = Recorder()
        world = self.world.fork(tracer=recorder)
        lane = self.call(function, by="", **args)
        used: dict[int, Usage] = {}
        calls: list[Call] = []

        def watch(call: Call) -> None:
            calls[:] = [call]
            if (usage := call.usage) is not None:
                used[id(usage)] = usage

        outcome = self._run(world, lane, watch=watch)
        assert isinstance(outcome, Returned), "what was raised has ended the check"
        (call,) = calls
        return reads_of(
            recorder.events,
            outcome.value,
            world,
            self.names,
            call=self.title(lane),
            kind=call.kind,
            attempts=call.attempts,
            used=list(used.values()),
        )

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
        said = f"read {reads.documents:,} documents to return {returned}. The budget is {limit_words(limit)}."
        self.note(returned=returned, differ=f"{said} It read {reads}")
        self.budget(
            Budget(
                "documents read", f"by {call} to return {returned}", reads.documents, limit, reads
            )
        )
        if reads.documents > limit:
            self.fail(f"{call} {said} It read {reads}.", verdict="costly")

    def within(self, reads: Reads, about: str = "", **limits: int) -> None:
        """Hold one measured call to several budgets at once; the first that is exceeded ends the check.

        A limit's name is a heading with underscores: ``ranges_read=1, documents_written=rows + 1``.
        """
        counts = reads.meters()
        for name, limit in limits.items():
            meter = name.replace("_", " ")
            noun = f"{meter} by {reads.call}{about and ', '}{about}"
            self.at_most(counts[meter], limit, noun, of=reads)
