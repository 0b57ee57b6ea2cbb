"""A call that reads, key by key on the index it reads, and what an insert of another lane does to it.

```
 seek ─▶ first key ─▶ next key … ─▶ where the read ends ─▶ the other lane commits ─▶ runs again, or not
```

Which keys a step has read is what the engine's trace says: the keys of the index that lie in the interval that
entered the read set. What the insert comes to is the engine's answer too: a refused commit of a mutation,
another run of the subscription of a query.
"""

from labkit.harness.names import Names, listed
from labkit.harness.play import StepBudgetError
from labkit.harness.raised import error_name, error_text, is_refusal
from labkit.harness.recorder import Recorder
from labkit.harness.workload import WorkloadError
from labkit.visual.film import Film
from labkit.visual.index_picture import Landing
from labkit.visual.index_reel import Reel, keys_of
from labkit.visual.index_scans import Scans
from labkit.visual.reader_scene import STEPS_MAX, Entry, ReaderScene, moved
from minivex import Call, Commit, Raised
from minivex.functions.subscription import Subscription
from minivex.trace import Committed, Conflicted, Wrote

__all__ = ["play_index_list"]

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
        self._reel = Reel(self._world, scene.names)
        self._scans = Scans(self._reel)
        (self._reader, *_) = scene.calls
        self._title = scene.title(self._reader)
        self._hit = ""

    def film(self) -> Film:
        call = self._world.start(self._reader.path, self._scene.args(self._reader), label=_READER)
        self._read(call)
        if self._reel.shown is None:
            raise WorkloadError(
                f"{self._title} has read no index. Let it read one: ctx.db.query(…).with_index(…)."
            )
        if isinstance(call.outcome, Raised):
            return self._raised(call.outcome.error)
        total = self._sum()
        self._reel.add(f"{self._at_end(is_open=not call.done)} {total}", picture=self._reel.main)
        if self._scene.other is None:
            return Film(self._reel.frames, {"state": "open", "sentence": _UNDECIDED})
        watched = self._subscribed() if call.done else None
        is_inside = self._write(self._scene.other)
        is_again, said = self._settle(call, watched)
        self._reel.add(said, broken=f"Invalidated: {self._hit or said}" if is_again else None)
        where = "inside" if is_inside else "outside of"
        word = "Invalidated" if is_again else "Kept"
        sentence = f"{word}: the other lane wrote {where} what was read. {total}"
        return Film(
            self._reel.frames, {"state": "broken" if is_again else "kept", "sentence": sentence}
        )

    def _read(self, call: Call) -> None:
        """Make the moves of the call up to its commit, with the frames of what they read."""
        heard = 0
        for _ in range(STEPS_MAX):
            if call.done or isinstance(call.next_move, Commit):
                return
            step = call.step
            picture = self._scans.seek(step) if step is not None else None
            call.move()
            events = self._recorder.events[heard:]
            heard += len(events)
            if step is not None:
                self._scans.read(step, picture, events)
        raise StepBudgetError(call, STEPS_MAX)

    def _settle(self, call: Call, watched: Subscription | None) -> tuple[bool, str]:
        """Whether the other lane's write lets the call run again, and the sentence."""
        title = self._title
        if watched is not None:
            is_again = watched.runs > 1
            said = (
                f"{title} is out of date: its subscription runs it again."
                if is_again
                else f"{title} stays as it is: the subscription does not run it again."
            )
            return is_again, said
        call.move()
        is_again = any(isinstance(each, Conflicted) for each in self._recorder.events)
        said = (
            f"The commit of {title} is compared with what it had read, and is refused: it runs again "
            "from the top."
            if is_again
            else self._committed()
        )
        moved(call)
        return is_again, said

    # The other lane, and the end.

    def _at_end(self, *, is_open: bool) -> str:
        title = self._title
        kept = listed(
            [
                f"{each.described(part)} of {each.index.name}"
                for each in self._reel.pictures.values()
                for part in each.read
            ]
        )
        what = (
            f"{title} has made its last step, and its commit is next."
            if is_open
            else f"{title} returns, and the page that asked stays subscribed to it."
        )
        return f"{what} What it depends on: {kept or 'nothing'}."

    def _subscribed(self) -> Subscription:
        """Somebody watches the query: on the same data, so it reads the same."""
        heard = self._recorder.events[:]
        watched = self._world.subscribe(
            self._reader.path, self._scene.args(self._reader), lambda _: None
        )
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
                for picture in self._reel.pictures.values():
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
                    if inside and not self._hit:
                        self._hit = f"{said[-1]}."
        reads = listed(said) or "nothing of what it wrote is in an index that was read"
        self._reel.add(f"Another lane commits {title}: {reads}.", picture=self._reel.main)
        return is_inside

    def _committed(self) -> str:
        title = self._title
        committed = [each for each in self._recorder.events if isinstance(each, Committed)]
        own = [each for each in committed if each.call == _READER]
        wrote = any(
            isinstance(each, Wrote) and each.call == _READER for each in self._recorder.events
        )
        if own and not wrote:
            return f"{title} wrote nothing, so nothing is compared: it took place at its snapshot."
        return f"The commit of {title} finds nothing newer in what it had read, and goes through."

    def _raised(self, error: BaseException) -> Film:
        title = self._title
        self._reel.add(f"{title} raised {error_name(error)}.")
        verdict = {"state": "open", "sentence": f"{title} did not return: nothing is decided."}
        return Film(self._reel.frames, verdict, None if is_refusal(error) else error)

    def _sum(self) -> str:
        """How much was read for how much, of the index that was scanned."""
        counts = self._reel.main.to_json()["counts"]
        name = self._reel.main.index.name
        return (
            f"{self._title} read {keys_of(counts['read'])} of the {counts['stored']} of {name} and "
            f"kept {counts['kept']}."
        )
