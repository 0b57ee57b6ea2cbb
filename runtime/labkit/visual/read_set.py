"""One call, or two ways to write the same, on a meter: what each step adds to the read set and to the limits.

```
 step           ranges   documents   bytes      of the limits
 a  line 21        1         3        180       ▏
 b  line 30        1       200     12,000       ▊
```

What others would have to write for the call to run again is said in words, a sentence for each range.
"""

from dataclasses import dataclass, field
from typing import Any

from labkit.grader.measure import Reads, reads_of
from labkit.harness.names import listed
from labkit.harness.play import StepBudgetError
from labkit.harness.raised import error_name, error_text, is_refusal
from labkit.harness.recorder import Recorder
from labkit.visual.film import Film
from labkit.visual.reader_scene import STEPS_MAX, Entry, ReaderScene
from minivex import Backend, Call, Commit, Raised, Returned
from minivex.errors import LimitError
from minivex.txn.limits import Limits
from minivex.values.value import values_equal

__all__ = ["play_read_set"]

Json = dict[str, Any]

FRAMES_MAX = 120
_PARTS_MAX = 6
_SHOWN_MAX = 120
_LETTERS = "ab"


@dataclass(slots=True)
class _Lane:
    """One of the calls, and where it stands."""

    letter: str
    title: str
    call: Call
    world: Backend
    recorder: Recorder
    state: str = "waiting"
    returned: str = ""
    reads: Reads | None = None
    used: dict[str, int] = field(default_factory=dict)
    added: dict[str, int] = field(default_factory=dict)


def play_read_set(scene: ReaderScene, limits: Limits) -> Film:
    """Play the calls one after the other, each on the same stored rows; a frame for each step that reads.

    Raises: StepBudgetError.
    """
    return _Meter(scene, limits).film()


class _Meter:
    def __init__(self, scene: ReaderScene, limits: Limits) -> None:
        self._scene = scene
        self._limits = limits
        self._frames: list[Json] = []
        self._lanes = [
            self._lane(letter, entry) for letter, entry in zip(_LETTERS, scene.calls, strict=False)
        ]

    def film(self) -> Film:
        for lane in self._lanes:
            self._play(lane)
        errors = [
            lane.call.outcome.error for lane in self._lanes if isinstance(lane.call.outcome, Raised)
        ]
        mistakes = [
            error for error in errors if not is_refusal(error) and not isinstance(error, LimitError)
        ]
        verdict = self._verdict()
        if len(self._lanes) > 1:
            is_other = verdict["state"] == "broken" and not errors
            self._add(self._compared(), broken=self._same() if is_other else None)
        return Film(self._frames, verdict, mistakes[0] if mistakes else None)

    def _lane(self, letter: str, entry: Entry) -> _Lane:
        recorder = Recorder()
        world = self._scene.start.fork(tracer=recorder)
        world.limits = self._limits
        call = world.start(entry.path, self._scene.args(entry), label=letter)
        lane = _Lane(letter, self._scene.title(entry), call, world, recorder)
        lane.used = dict.fromkeys(self._most, 0)
        return lane

    @property
    def _most(self) -> dict[str, int]:
        limits = self._limits
        return {
            "documents": limits.documents_read,
            "bytes": limits.bytes_read,
            "ranges": limits.ranges_read,
        }

    def _play(self, lane: _Lane) -> None:
        lane.state = "running"
        call = lane.call
        for _ in range(STEPS_MAX):
            if call.done:
                break
            step, is_commit = call.step, isinstance(call.next_move, Commit)
            call.move()
            self._measure(lane)
            if is_commit or step is None:
                continue
            if any(lane.added.values()) and len(self._frames) < FRAMES_MAX:
                where = f"{lane.letter}, line {step.where.line}"
                self._add(f"{where}: {step.method}() {self._news(lane)}.", line=step.where.line)
        else:
            raise StepBudgetError(call, STEPS_MAX)
        lane.state = "done"
        match call.outcome:
            case Returned(value):
                lane.returned = self._shown(value)
                lane.added = dict.fromkeys(lane.used, 0)
                self._add(f"{lane.title} is done. {self._depends(lane)}")
            case Raised(error):
                lane.state = "raised"
                text = self._scene.names.error(error_text(error)).partition("\n")[0]
                lane.returned = f"{error_name(error)}: {text}"
                is_limit = isinstance(error, LimitError)
                self._add(
                    f"{lane.title} raises {error_name(error)}.",
                    broken=f"Over the limit: {text}" if is_limit else None,
                )

    def _shown(self, value: object) -> str:
        """A result in one line; of many documents, how many they are."""
        if isinstance(value, list) and any(isinstance(each, dict) for each in value):
            return _count(len(value), "document")
        shown = self._scene.names.show(value)
        return shown if len(shown) <= _SHOWN_MAX else f"{shown[: _SHOWN_MAX - 1]}…"

    def _measure(self, lane: _Lane) -> None:
        usage = lane.call.usage
        lane.reads = reads = reads_of(
            [each for each in lane.recorder.events if not _is_system(each)],
            None,
            lane.world,
            self._scene.names,
            kind="mutation",
        )
        if usage is None:
            return
        used = {
            "documents": usage.documents_read,
            "bytes": usage.bytes_read,
            "ranges": reads.ranges,
        }
        lane.added = {name: used[name] - lane.used[name] for name in used}
        lane.used = used

    # Words.

    def _news(self, lane: _Lane) -> str:
        added = lane.added
        ranges = added["ranges"]
        grown = f"{_count(ranges, 'range')} more" if ranges else "no range more"
        return (
            f"reads {_count(added['documents'], 'document')}, {_count(added['bytes'], 'byte')}; "
            f"the read set has {grown}"
        )

    def _depends(self, lane: _Lane) -> str:
        sentences = self._surface(lane)
        if not sentences:
            return "It has read nothing, so no write of others concerns it."
        return " ".join(sentences)

    def _surface(self, lane: _Lane) -> list[str]:
        """What others would have to write for this call to run again."""
        if lane.reads is None:
            return []
        found = list(dict.fromkeys(part.surface for part in lane.reads.parts if part.surface))
        if lane.call.kind == "query":
            found = [each.replace("make you retry", "run it again") for each in found]
        more = len(found) - _PARTS_MAX
        return found[:_PARTS_MAX] + ([f"And {more} more such ranges."] if more > 0 else [])

    def _compared(self) -> str:
        first, second = self._lanes
        said = [
            f"{lane.title} read {_count(lane.used['documents'], 'document')} in "
            f"{_count(lane.used['ranges'], 'range')}"
            for lane in (first, second)
        ]
        return f"Side by side: {listed(said)}. {self._same()}"

    def _same(self) -> str:
        first, second = (lane.call.outcome for lane in self._lanes)
        if not isinstance(first, Returned) or not isinstance(second, Returned):
            neither = not isinstance(first, Returned) and not isinstance(second, Returned)
            return "Neither of them returned." if neither else "One of them did not return."
        is_same = values_equal(first.value, second.value)
        return "Both return the same." if is_same else "They return different values."

    def _verdict(self) -> Json:
        over = [
            lane
            for lane in self._lanes
            if isinstance(lane.call.outcome, Raised)
            and isinstance(lane.call.outcome.error, LimitError)
        ]
        if over:
            titles = listed([lane.title for lane in over])
            return {"state": "broken", "sentence": f"Over the limit: {titles}."}
        if len(self._lanes) == 1:
            (lane,) = self._lanes
            used = _count(lane.used["documents"], "document")
            return {"state": "open", "sentence": f"{lane.title} read {used}."}
        same = self._same()
        state = "kept" if same.startswith("Both") else "broken"
        first, second = (lane.used["documents"] for lane in self._lanes)
        return {
            "state": state,
            "sentence": f"{same} a read {first:,}, b read {_count(second, 'document')}.",
        }

    # Frames.

    def _add(self, title: str, *, line: int | None = None, broken: str | None = None) -> None:
        self._frames.append(
            {
                "title": title,
                "line": line,
                "picture": {"lanes": [self._drawn(lane) for lane in self._lanes]},
                "table": self._table(),
                "broken": broken,
            }
        )

    def _drawn(self, lane: _Lane) -> Json:
        parts = lane.reads.parts if lane.reads is not None else ()
        return {
            "id": lane.letter,
            "title": lane.title,
            "kind": lane.call.kind,
            "state": lane.state,
            "meters": [
                {
                    "name": name,
                    "used": used,
                    "limit": self._most[name],
                    "added": lane.added.get(name, 0),
                }
                for name, used in lane.used.items()
            ],
            "parts": [
                {"index": part.index, "range": part.range, "documents": part.documents}
                for part in parts[:_PARTS_MAX]
            ],
            "more": max(0, len(parts) - _PARTS_MAX),
            "surface": self._surface(lane),
            "returned": lane.returned,
        }

    def _table(self) -> Json:
        rows = [
            [lane.letter, f"{name} read", f"{used:,}", f"{self._most[name]:,}"]
            for lane in self._lanes
            for name, used in lane.used.items()
        ]
        rows += [
            [lane.letter, f"{part.index} {part.range}", _count(part.documents, "document"), "–"]
            for lane in self._lanes
            if lane.reads is not None
            for part in lane.reads.parts[:_PARTS_MAX]
        ]
        return {
            "caption": "What each call has read after this step, and the most that it may read.",
            "columns": ["Call", "What", "So far", "Limit"],
            "rows": rows,
        }


def _is_system(event: object) -> bool:
    return str(getattr(event, "index", "")).startswith("_")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
