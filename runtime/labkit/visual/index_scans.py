"""The scans of a call, key by key: where each seeks, what it reads, why it ends, what the read set keeps."""

from collections.abc import Sequence

from labkit.visual.index_picture import IndexPicture
from labkit.visual.index_reel import Reel, keys_of
from minivex import DeveloperError, Interval
from minivex.functions.step import Step
from minivex.index.index_range import compile_range
from minivex.trace import Event, ReadRange, Wrote
from minivex.txn.filter import conjunction
from minivex.txn.query import QueryPlan
from minivex.txn.read_set import after_key

__all__ = ["Scans"]


class Scans:
    """Makes the frames of each step that reads or writes."""

    def __init__(self, reel: Reel) -> None:
        self._reel = reel
        self._begun: list[object] = []

    def seek(self, step: Step[object]) -> IndexPicture | None:
        """The picture of the index that the step is about to read; a new scan begins with a frame."""
        plan = getattr(step.target, "plan", None)
        if not isinstance(plan, QueryPlan):
            return None
        table = self._reel.world.snapshots.latest.registry.by_name.get(plan.table)
        if plan.search is not None or table is None or plan.label not in table.index_by_label:
            return None
        index = table.index_by_label[plan.label]
        picture = self._reel.picture(index)
        if any(each is step.target for each in self._begun):
            return picture
        self._begun.append(step.target)
        try:
            asked = compile_range(plan.conditions, index.name, index.fields)
        except DeveloperError:  # the step itself will say it, with the reader's line
            return None
        picture.is_reverse = plan.order == "desc"
        picture.asked = asked
        picture.states = {key: state for key, state in picture.states.items() if state != "next"}
        rows = picture.within(asked)
        if rows:
            picture.states[rows[0][0]] = "next"
        side = "from its end, backwards" if picture.is_reverse else "from its start"
        first = (
            f"The seek goes straight to {picture.name(rows[0][0])}"
            if rows
            else "The seek finds no key in it"
        )
        skipped = len(picture.keys) - len(rows)
        self._reel.add(
            f"{_written(step)} asks for {picture.described(asked)} of {index.name}, {side}. {first}; "
            f"{keys_of(skipped)} outside of the range {'is' if skipped == 1 else 'are'} not looked at.",
            line=step.where.line,
            picture=picture,
        )
        return picture

    def read(
        self, step: Step[object], picture: IndexPicture | None, events: Sequence[Event]
    ) -> None:
        """The frames of what a step has read, or written."""
        for event in events:
            if isinstance(event, ReadRange):
                found = picture or self._reel.picture_of(event.index)
                if found is not None:
                    self._range(step, event, found)
            elif isinstance(event, Wrote) and self._reel.shown is not None:
                name = self._reel.names.note_id(event.table, event.id)
                self._reel.add(
                    f"{event.op} of {name} is staged. No index changes before the commit.",
                    line=step.where.line,
                )

    def _range(self, step: Step[object], event: ReadRange, picture: IndexPicture) -> None:
        plan = getattr(step.target, "plan", None)
        keeps = conjunction(plan.filters) if isinstance(plan, QueryPlan) else None
        interval = Interval(event.interval.start, event.interval.end)
        rows = picture.within(interval)
        if not isinstance(plan, QueryPlan):
            self._point(step, picture, interval, is_there=bool(rows))
            return
        for at, (key, revision) in enumerate(rows):
            is_kept = keeps is None or keeps(revision.document)
            picture.states[key] = "kept" if is_kept else "dropped"
            if at + 1 < len(rows):
                picture.states[rows[at + 1][0]] = "next"
            picture.read.add(self._so_far(picture, interval, key))
            verb = "is read" if is_kept else "is read, and the filter drops it: it has cost a read"
            self._reel.add(f"{picture.name(key)} {verb}.", line=step.where.line, picture=picture)
        picture.read.add(interval)
        for key in [key for key, state in picture.states.items() if state == "next"]:
            del picture.states[key]
        self._reel.add(
            f"{self._why(step, picture, interval, len(rows))} The read set keeps "
            f"{picture.described(interval)} of {picture.index.name}.",
            line=step.where.line,
            picture=picture,
        )

    def _point(
        self, step: Step[object], picture: IndexPicture, interval: Interval, *, is_there: bool
    ) -> None:
        """A read of one document by its id; that it is not there is a read too."""
        picture.read.add(interval)
        for key, _ in picture.within(interval):
            picture.states[key] = "kept"
        missing = "" if is_there else " There is no such document, and that is known now."
        self._reel.add(
            f"{step.method}() reads one key.{missing} The read set keeps {picture.described(interval)} of "
            f"{picture.index.name}.",
            line=step.where.line,
            picture=picture,
        )

    def _so_far(self, picture: IndexPicture, interval: Interval, key: bytes) -> Interval:
        """The part of ``interval`` up to ``key``, in the direction of the scan."""
        if picture.is_reverse:
            return Interval(max(interval.start, key), interval.end)
        behind = after_key(key)
        end = behind if interval.end is None else min(behind, interval.end)
        return Interval(interval.start, end)

    def _why(self, step: Step[object], picture: IndexPicture, interval: Interval, rows: int) -> str:
        """Why the scan ends here."""
        asked = picture.asked
        is_whole = asked is not None and (
            interval.start <= asked.start if picture.is_reverse else interval.end == asked.end
        )
        if rows == 0:
            return "There was nothing to read, and that is known now."
        if is_whole:
            return "The next key is outside of the range, so the scan ends."
        return f"{_written(step)} has what it asked for, so the scan stops at this key."


def _written(step: Step[object]) -> str:
    """The end of the call as a person wrote it: ``take(2)``."""
    shown = [str(each) for each in step.arguments if isinstance(each, int)]
    return f"{step.method}({', '.join(shown)})"
