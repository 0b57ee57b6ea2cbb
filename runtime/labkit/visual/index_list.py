"""A call that reads, key by key on the index it reads, and what an insert of another lane does to it.

```
 seek ─▶ first key ─▶ next key … ─▶ where the read ends ─▶ the other lane commits ─▶ runs again, or not
```

Which keys a step has read is what the engine's trace says: the keys of the index that lie in the interval that
entered the read set. What the insert comes to is the engine's answer too: a refused commit of a mutation,
another run of the subscription of a query.
"""

from typing import Any

from labkit.harness.names import Names, listed
from labkit.harness.play import StepBudgetError
from labkit.harness.raised import error_name, error_text, is_refusal
from labkit.harness.recorder import Recorder
from labkit.harness.workload import WorkloadError
from labkit.visual.film import Film
from labkit.visual.index_picture import IndexPicture, Landing
from labkit.visual.reader_scene import STEPS_MAX, Entry, ReaderScene, moved
from minivex import Commit, Interval, Raised
from minivex.functions.step import Step
from minivex.functions.subscription import Subscription
from minivex.index.index_range import compile_range
from minivex.store.table_registry import Index
from minivex.trace import Committed, Conflicted, Event, ReadRange, Wrote
from minivex.txn.filter import conjunction
from minivex.txn.query import QueryPlan

__all__ = ["play_index_list"]

Json = dict[str, Any]

KEYS_MAX = 60
"""Keys of one index that are drawn."""

FRAMES_MAX = 200

_UNDECIDED = "Nobody else has written yet. Choose what another lane does."

_READER, _WRITER = "a", "b"


def play_index_list(scene: ReaderScene) -> Film:
    """Play the scene's call to its commit, or to its end if it is a query; then the other lane's, then what comes of it.

    Raises: WorkloadError, for more keys than can be drawn; StepBudgetError.
    """
    return _Run(scene).film()


class _Run:
    """One run: the world, and the frames so far."""

    def __init__(self, scene: ReaderScene) -> None:
        self._scene = scene
        self._names: Names = scene.names
        self._recorder = Recorder()
        self._world = scene.start.fork(tracer=self._recorder)
        self._frames: list[Json] = []
        self._fresh: list[Event] = []
        self._pictures: dict[str, IndexPicture] = {}
        self._shown: IndexPicture | None = None
        self._begun: list[object] = []
        self._heard = 0

    def film(self) -> Film:
        (entry, *_) = self._scene.calls
        call = self._world.start(entry.path, self._scene.args(entry), label=_READER)
        title = self._scene.title(entry)
        for _ in range(STEPS_MAX):
            if call.done or isinstance(call.next_move, Commit):
                break
            step = call.step
            before = self._seek(step) if step is not None else None
            call.move()
            self._news()
            if step is not None:
                self._read(step, before)
        else:
            raise StepBudgetError(call, STEPS_MAX)
        if self._shown is None:
            raise WorkloadError(
                f"{title} has read no index. Let it read one: ctx.db.query(…).with_index(…)."
            )
        if isinstance(call.outcome, Raised):
            return self._raised(title, call.outcome.error)
        is_open = not call.done
        total = self._sum()
        self._add(f"{self._at_end(title, is_open=is_open)} {total}", picture=self._main)
        if self._scene.other is None:
            return Film(self._frames, {"state": "open", "sentence": _UNDECIDED})
        runs = None if is_open else self._subscribed(entry)
        inside = self._write(self._scene.other)
        if not is_open:
            assert runs is not None, "a call that is done is a query, and is watched"
            is_again = runs.runs > 1
            said = (
                f"{title} is out of date: its subscription runs it again."
                if is_again
                else f"{title} stays as it is: the subscription does not run it again."
            )
        else:
            call.move()
            self._news()
            is_again = any(isinstance(each, Conflicted) for each in self._recorder.events)
            said = (
                f"The commit of {title} is compared with what it had read, and is refused: it runs again "
                "from the top."
                if is_again
                else self._committed(title)
            )
            moved(call)
        self._add(said, broken=f"Invalidated: {said}" if is_again else None)
        state = "broken" if is_again else "kept"
        word = "Invalidated" if is_again else "Kept"
        where = "inside" if inside else "outside of"
        sentence = f"{word}: the other lane wrote {where} what was read. {total}"
        return Film(self._frames, {"state": state, "sentence": sentence})

    # Reading.

    def _seek(self, step: Step[object]) -> IndexPicture | None:
        """The picture of the index that the step is about to read; a new scan begins with a frame."""
        plan = getattr(step.target, "plan", None)
        if not isinstance(plan, QueryPlan):
            return None
        table = self._world.snapshots.latest.registry.by_name.get(plan.table)
        if plan.search is not None or table is None or plan.label not in table.index_by_label:
            return None
        index = table.index_by_label[plan.label]
        picture = self._picture(index)
        if any(each is step.target for each in self._begun):
            return picture
        self._begun.append(step.target)
        try:
            asked = compile_range(plan.conditions, index.name, index.fields)
        except Exception:  # noqa: BLE001 - the step itself will say it, with the reader's line
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
        self._add(
            f"{_written(step)} asks for {picture.described(asked)} of {index.name}, {side}. {first}; "
            f"{_keys(skipped)} outside of the range {'is' if skipped == 1 else 'are'} not looked at.",
            line=step.where.line,
            picture=picture,
        )
        return picture

    def _read(self, step: Step[object], picture: IndexPicture | None) -> None:
        """The frames of what a step has read, or written."""
        for event in self._fresh:
            if isinstance(event, ReadRange):
                found = picture or self._picture_of(event.index)
                if found is not None:
                    self._range(step, event, found)
            elif isinstance(event, Wrote) and self._shown is not None:
                name = self._names.note_id(event.table, event.id)
                self._add(
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
            self._add(f"{picture.name(key)} {verb}.", line=step.where.line, picture=picture)
        picture.read.add(interval)
        for key in [key for key, state in picture.states.items() if state == "next"]:
            del picture.states[key]
        self._add(
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
        self._add(
            f"{step.method}() reads one key.{missing} The read set keeps {picture.described(interval)} of "
            f"{picture.index.name}.",
            line=step.where.line,
            picture=picture,
        )

    def _so_far(self, picture: IndexPicture, interval: Interval, key: bytes) -> Interval:
        """The part of ``interval`` up to ``key``, in the direction of the scan."""
        if picture.is_reverse:
            return Interval(max(interval.start, key), interval.end)
        end = key + b"\x00"
        return Interval(interval.start, end if interval.end is None else min(end, interval.end))

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

    # The other lane, and the end.

    def _at_end(self, title: str, *, is_open: bool) -> str:
        kept = listed(
            [
                f"{each.described(part)} of {each.index.name}"
                for each in self._pictures.values()
                for part in each.read
            ]
        )
        what = (
            f"{title} has made its last step, and its commit is next."
            if is_open
            else f"{title} returns, and the page that asked stays subscribed to it."
        )
        return f"{what} What it depends on: {kept or 'nothing'}."

    def _subscribed(self, entry: Entry) -> Subscription:
        """Somebody watches the query: on the same data, so it reads the same."""
        heard = self._recorder.events[:]
        watched = self._world.subscribe(entry.path, self._scene.args(entry), lambda _: None)
        self._recorder.events[:] = heard
        return watched

    def _write(self, other: Entry) -> bool:
        """The other lane's mutation, to its end; whether it landed in what was read."""
        before_ts = self._world.latest_ts
        call = self._world.start(other.path, self._scene.args(other), label=_WRITER)
        moved(call)
        title = self._scene.title(other)
        if isinstance(call.outcome, Raised):
            raise WorkloadError(
                f"{title}, the call of the other lane, raised {error_name(call.outcome.error)}: "
                f"{error_text(call.outcome.error)}"
            )
        self._names.note_commits(self._world, after_ts=before_ts)
        is_inside = False
        said: list[str] = []
        for entry in self._world.write_log.after(before_ts):
            for change in entry.changes:
                revision = change.new or change.old
                if revision is None:
                    continue
                name = self._names.note_id(change.table.name, str(revision.document["_id"]))
                for picture in self._pictures.values():
                    if picture.index.table != change.table.name:
                        continue
                    index = change.table.index_by_label[picture.index.label]
                    key = revision.keys[index.position]
                    inside = any(
                        one.keys[index.position] in picture.read
                        for one in (change.new, change.old)
                        if one is not None
                    )
                    is_inside |= inside
                    picture.look()
                    if picture.landing is None or inside:
                        picture.landing = Landing(key, inside)
                    where = "inside" if inside else "outside of"
                    if inside or picture.asked is not None:
                        said.append(f"{name} is {where} what was read of {index.name}")
        reads = listed(said) or "nothing of what it wrote is in an index that was read"
        self._add(f"Another lane commits {title}: {reads}.", picture=self._main)
        return is_inside

    def _committed(self, title: str) -> str:
        committed = [each for each in self._recorder.events if isinstance(each, Committed)]
        own = [each for each in committed if each.call == _READER]
        wrote = any(
            isinstance(each, Wrote) and each.call == _READER for each in self._recorder.events
        )
        if own and not wrote:
            return f"{title} wrote nothing, so nothing is compared: it took place at its snapshot."
        return f"The commit of {title} finds nothing newer in what it had read, and goes through."

    def _raised(self, title: str, error: BaseException) -> Film:
        self._add(f"{title} raised {error_name(error)}.")
        verdict = {"state": "open", "sentence": f"{title} did not return: nothing is decided."}
        return Film(self._frames, verdict, None if is_refusal(error) else error)

    def _sum(self) -> str:
        """How much was read for how much, of the index that was scanned."""
        counts = self._main.to_json()["counts"]
        name = self._main.index.name
        return (
            f"{self._main_call} read {_keys(counts['read'])} of the {counts['stored']} of {name} and "
            f"kept {counts['kept']}."
        )

    @property
    def _main(self) -> IndexPicture:
        """The index to look at in the end: where the write landed, else what was scanned first."""
        pictures = list(self._pictures.values())
        hit = [each for each in pictures if each.landing is not None and each.landing.is_inside]
        scanned = [each for each in pictures if each.asked is not None]
        return (hit or scanned or pictures)[0]

    @property
    def _main_call(self) -> str:
        return self._scene.title(self._scene.calls[0])

    # Frames.

    def _news(self) -> None:
        events = self._recorder.events
        self._fresh, self._heard = events[self._heard :], len(events)

    def _picture_of(self, name: str) -> IndexPicture | None:
        table_name, _, label = name.partition(".")
        table = self._world.snapshots.latest.registry.by_name.get(table_name)
        if table is None or table.is_system or label not in table.index_by_label:
            return None
        return self._picture(table.index_by_label[label])

    def _picture(self, index: Index) -> IndexPicture:
        if index.name not in self._pictures:
            picture = IndexPicture(self._world, self._names, index)
            if len(picture.keys) > KEYS_MAX:
                raise WorkloadError(
                    f"{index.name} has {len(picture.keys)} keys; up to {KEYS_MAX} are drawn. Store fewer rows."
                )
            self._pictures[index.name] = picture
        return self._pictures[index.name]

    def _add(
        self,
        title: str,
        *,
        line: int | None = None,
        picture: IndexPicture | None = None,
        broken: str | None = None,
    ) -> None:
        if len(self._frames) >= FRAMES_MAX:
            raise WorkloadError(f"The run has more than {FRAMES_MAX} steps. Read fewer rows.")
        self._shown = shown = picture or self._shown
        assert shown is not None, "the first frame is of a read"
        self._frames.append(
            {
                "title": title,
                "line": line,
                "picture": shown.to_json(),
                "table": shown.table(),
                "broken": broken,
            }
        )


def _written(step: Step[object]) -> str:
    """The end of the call as a person wrote it: ``take(2)``."""
    shown = [str(each) for each in step.arguments if isinstance(each, int)]
    return f"{step.method}({', '.join(shown)})"


def _keys(count: int) -> str:
    return "1 key" if count == 1 else f"{count} keys"
