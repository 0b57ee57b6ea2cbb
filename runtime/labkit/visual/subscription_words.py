"""What happened to live queries, in sentences: writes, where they landed, what ran again and who was told."""

from collections.abc import Sequence

from labkit.harness.names import Names, listed
from labkit.harness.raised import error_name, error_text, is_refusal, refusal_data
from labkit.visual.subscription_run import Beat, Outcome, Read, Refresh, Rerun
from minivex import UNDEFINED, Backend, Raised
from minivex.store.snapshot_manager import Change
from minivex.values.order import decode_key

__all__ = ["Words"]

_CUT = 160


class Words:
    """Sentences about one run; ids and timestamps by their names."""

    def __init__(self, world: Backend, names: Names) -> None:
        self._world = world
        self._names = names

    # Sentences for a whole moment.

    def subscribed(self, page: str, refresh: Refresh) -> str:
        """A page's first results."""
        at = self._names.version(self._world.latest_ts)
        parts = [
            f"{each.watched.title} comes from the cache: what another page got is still right, so nothing runs"
            if each.is_cached
            else f"{each.watched.title} runs and reads {self.reads(each.reads)}"
            for each in refresh.reruns
        ]
        return f"{page} subscribes at version {at}. {'. '.join(parts)}."

    def written(self, beat: Beat, titles: list[str], away: str) -> str:
        """A write, and whose reads it landed in."""
        if beat.error is not None:
            raised = self.error(beat.error)
            return f"{beat.title} raised {raised}. Nothing is committed, so no query is touched."
        if beat.commit_ts is None:
            return f"{beat.title} wrote nothing: there is no new version, and no query is touched."
        version = self._names.version(beat.commit_ts)
        did = listed([self.change(each) for each in beat.changes])
        said = f"{beat.title} commits version {version}: {did}."
        if not titles:
            return f"{said} It lands in nobody's reads: nothing runs again, nobody is told."
        absent = f" {away} is away and hears nothing yet." if away else ""
        return f"{said} It lands in what {listed(titles)} had read.{absent}"

    def refreshed(self, refresh: Refresh) -> str:
        """What ran again for one page, and whether it was told."""
        parts = ". ".join(self.reran(each) for each in refresh.reruns)
        if refresh.transition is None:
            version = self._names.version(self._world.latest_ts)
            was = "The result is" if len(refresh.reruns) == 1 else "All results are"
            return (
                f"{refresh.page}: {parts}. {was} as before, so nothing is sent: "
                f"what the page shows is right at version {version} too."
            )
        start, end = refresh.transition.start_ts, refresh.transition.end_ts
        return (
            f"{refresh.page}: {parts}. One transition takes the page from version "
            f"{self._names.version(start)} to {self._names.version(end)}."
        )

    def reran(self, rerun: Rerun) -> str:
        """One query, as a clause."""
        told = "its result is new" if rerun.told == "new" else "its result is equal"
        if rerun.is_cached:
            return f"{rerun.watched.title} has its result from the cache, and {told}"
        return f"{rerun.watched.title} runs again, reads {_documents(rerun.documents)}, and {told}"

    # Parts.

    def reads(self, reads: Sequence[Read]) -> str:
        """What a run read: ``messages.by_channel [channel = "red"], 2 documents``."""
        return (
            listed([f"{self.range(each)}, {_documents(each.documents)}" for each in reads])
            or "nothing"
        )

    def range(self, read: Read) -> str:
        """An interval with the name of its index."""
        described = self._world.describe_range(read.index, read.interval)
        return f"{read.index} {self._names.range(described)}"

    def change(self, change: Change) -> str:
        """What a commit did to one document: ``messages#4 is inserted``."""
        name = self._document(change)
        if change.new is None:
            return f"{name} is deleted"
        if change.old is None:
            return f"{name} is inserted"
        before, after = change.old.document, change.new.document
        changed = {
            field: after.get(field, UNDEFINED)
            for field in sorted(before.keys() | after.keys())
            if before.get(field, UNDEFINED) != after.get(field, UNDEFINED)
        }
        return (
            f"{name} has {self._names.assignments(changed)}"
            if changed
            else f"{name} is written as it was"
        )

    def landing(self, read: Read, change: Change) -> tuple[bool, str] | None:
        """Whether a change lies inside an interval, and the sentence; None if it is of another table."""
        table, _, label = read.index.partition(".")
        index = change.table.index_by_label.get(label)
        if change.table.name != table or index is None:
            return None
        keys = [
            revision.keys[index.position]
            for revision in (change.new, change.old)
            if revision is not None
        ]
        is_inside = any(read.interval.covers(key) for key in keys)
        places = [self._place(key, index.fields) for key in keys]
        left = [part for part in places[-1] if part not in places[0]]
        moved = f", before {', '.join(left)}" if left else ""
        where = f" ({', '.join(places[0])}{moved})" if places[0] else ""
        verb = "is inside" if is_inside else "is outside of"
        return is_inside, f"{self._document(change)}{where} {verb} {self.range(read)}."

    def outcome(self, outcome: Outcome) -> str:
        """What a page shows of a query."""
        if isinstance(outcome, Raised):
            return self.error(outcome.error)
        shown = self._names.show(outcome.value)
        return shown if len(shown) <= _CUT else f"{shown[: _CUT - 1]}…"

    def error(self, error: BaseException) -> str:
        """An error in one line."""
        if is_refusal(error):
            return f"ConvexError({self._names.show(refusal_data(error))})"
        return self._names.error(f"{error_name(error)}: {error_text(error)}".partition("\n")[0])

    def _place(self, key: bytes, fields: Sequence[str]) -> list[str]:
        """A key by the fields that the index was declared with: ``channel = "red"``."""
        values = zip(fields, decode_key(key), strict=False)
        return [
            f"{field} = {self._names.show(value)}"
            for field, value in values
            if field != "_creationTime"
        ]

    def _document(self, change: Change) -> str:
        revision = change.new or change.old
        assert revision is not None, "a change has a before or an after"
        return self._names.note_id(change.table.name, str(revision.document["_id"]))


def _documents(count: int) -> str:
    return "1 document" if count == 1 else f"{count} documents"
