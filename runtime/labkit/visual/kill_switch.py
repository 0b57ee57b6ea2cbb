"""A run in which the worker dies before a move that the reader chooses: frames, and what all other choices come to.

```
 kill = 0       nothing goes wrong
 kill = 5       it dies before move 5 of that run, and a new one goes on
 again = 2      the new one dies too, two moves later

 where it can die   1 2 3 4 5 6 7 8 9        one mark for each, kept or broken
                          ^ this run
```

A frame is one move. It shows the moves so far, with those that a crash undid marked, every job with its state, what
is stored, and what other people's services have done.

Invariant: all of it is read from a play on the engine; the picture of a point is the play of that point.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from labkit.harness.fault_words import worker_timeline
from labkit.harness.jobs import jobs_of
from labkit.harness.names import Names, listed
from labkit.harness.play import Grain
from labkit.harness.raised import is_refusal
from labkit.harness.recorder import Recorder
from labkit.harness.timeline import documents_of
from labkit.harness.worker_play import WorkerPlay
from labkit.visual.film import Film
from labkit.visual.worker_scene import WorkerScene
from minivex import Backend, Raised
from minivex.trace import Began, Committed, Conflicted, Stepped, Wrote

__all__ = ["EndlessRunError", "play_kill_switch"]

Json = dict[str, Any]

STEPS_MAX = 500
"""Steps of one lane, before it is taken for endless."""

MOVES_MAX = 200
"""Moves of one run that are drawn."""

_ENTRIES = (Began, Stepped, Committed, Conflicted)


class EndlessRunError(Exception):
    """More moves than anybody would look at: jobs that schedule each other for ever."""

    def __init__(self) -> None:
        super().__init__(
            f"The run had made {MOVES_MAX} moves, and there was one more. Let its jobs come to an end."
        )


def play_kill_switch(scene: WorkerScene, *, kill: int, again: int = 0) -> Film:
    """Play the scene with its crashes, and every other point of the first crash for the strip above it.

    Raises: EndlessRunError; StepBudgetError or JobBudgetError, if a call or the jobs do not come to an end; and what
        the scene's rule raises.
    """
    kept = [_is_kept(scene, point, again) for point in range(1, _moves(scene) + 2)]
    recorder = Recorder()
    play = _play(scene, recorder)
    film = _Film(scene, play, recorder)
    for _ in _moments(play, kill, again):
        film.take()
    frames = film.frames(_points(kept, kill))
    is_kept = scene.rule.keeps(play.world, play.services)
    if not is_kept:
        frames[-1]["broken"] = f"Broken: {scene.rule.sentence}"
    verdict = _verdict(scene, kept, kill, is_kept=is_kept)
    return Film(frames, verdict, _mistake(play), {"kill": len(kept)})


def _play(scene: WorkerScene, tracer: Recorder | None = None) -> WorkerPlay:
    return WorkerPlay(
        scene.start,
        scene.lanes,
        grain=Grain.STEP,
        budget=STEPS_MAX,
        tracer=tracer,
        services=scene.services,
        functions_of=scene.functions_of,
    )


def _moments(play: WorkerPlay, kill: int, again: int) -> Iterator[None]:
    """Play to the end; after each move and each crash, once."""
    waits = [each - (number == 0) for number, each in enumerate((kill, again)) if kill and each]
    moved = 0
    while True:
        if waits and moved == waits[0]:
            play.crash()
            waits.pop(0)
            moved = 0
            yield
        if not play.calm():
            return
        moved += 1
        if len(play.letters) > MOVES_MAX:
            raise EndlessRunError
        yield


def _moves(scene: WorkerScene) -> int:
    """How many moves there are when nothing goes wrong."""
    return sum(1 for _ in _moments(_play(scene), 0, 0))


def _is_kept(scene: WorkerScene, kill: int, again: int) -> bool:
    play = _play(scene)
    for _ in _moments(play, kill, again):
        pass
    return scene.rule.keeps(play.world, play.services)


def _points(kept: list[bool], kill: int) -> list[Json]:
    return [
        {"move": move, "state": "kept" if each else "broken", "isChosen": move == kill}
        for move, each in enumerate(kept, start=1)
    ]


def _verdict(scene: WorkerScene, kept: list[bool], kill: int, *, is_kept: bool) -> Json:
    broken = [str(move) for move, each in enumerate(kept, start=1) if not each]
    if not kill:
        this = "Nothing was killed."
    elif kill > len(kept):
        this = f"Nothing was killed: the run is over after move {len(kept) - 1}."
    else:
        this = f"The worker died before move {kill}."
    points = f"Of the {len(kept)} points where it can die, the rule"
    rest = (
        f"{points} is broken at {len(broken)}: before move {listed(broken)}."
        if broken
        else f"{points} holds at every one."
    )
    state = "kept" if is_kept else "broken"
    return {
        "state": state,
        "sentence": f"{state.capitalize()}: {scene.rule.sentence} {this} {rest}",
    }


def _mistake(play: WorkerPlay) -> BaseException | None:
    """The first error that was raised and was no refusal, nor one of a service."""
    for call in play.calls:
        if isinstance(call.outcome, Raised) and not is_refusal(call.outcome.error):
            return call.outcome.error
    return None


@dataclass(frozen=True, slots=True)
class _Moment:
    """What there is after one move."""

    entries: int
    """How many entries of the timeline are before or of this move."""

    lanes: int
    jobs: list[Json]
    stored: list[Json]
    outside: list[Json]


class _Film:
    """Takes a picture after each move, and makes frames of them at the end."""

    def __init__(self, scene: WorkerScene, play: WorkerPlay, recorder: Recorder) -> None:
        self._scene = scene
        self._play = play
        self._recorder = recorder
        self._names = Names(scene.start)
        self._moments: list[_Moment] = []
        self._seen = 0

    def take(self) -> None:
        """Keep how things stand."""
        play, names = self._play, self._names
        for event in self._recorder.events[self._seen :]:
            if isinstance(event, Wrote):
                names.note_id(event.table, event.id)
        self._seen = len(self._recorder.events)
        names.note(play.world)
        names.note_jobs(play.world)
        entries = sum(isinstance(event, _ENTRIES) for event in self._recorder.events)
        self._moments.append(
            _Moment(
                entries + len(play.asides),
                len(play.lanes),
                _jobs(play.world, names),
                _stored(play.world, names),
                [self._service(number) for number in range(len(play.services))],
            )
        )

    def frames(self, points: list[Json]) -> list[Json]:
        """One frame for each move."""
        timeline = worker_timeline(
            self._play, self._recorder, self._names, before=self._scene.start
        )
        lanes = [
            {key: lane[key] for key in ("id", "title")}
            | {"path": "", "attempts": 1, "outcome": {"status": "open", "text": ""}}
            for lane in timeline["lanes"]
        ]
        found, start = [], 0
        for number, moment in enumerate(self._moments, start=1):
            shown = _with_undone(timeline["moves"][: moment.entries])
            news = shown[start:]
            start = moment.entries
            lines = [entry["line"] for entry in news if entry["line"] is not None]
            found.append(
                {
                    "title": " ".join(entry["text"] for entry in news),
                    "line": lines[-1] if lines else None,
                    "picture": {
                        "points": points,
                        "move": number,
                        "timeline": {
                            "schedule": "",
                            "isolation": "serializable",
                            "lanes": lanes[: moment.lanes],
                            "moves": [_drawn(entry) for entry in shown],
                        },
                        "jobs": moment.jobs,
                        "stored": moment.stored,
                        "outside": moment.outside,
                    },
                    "table": _table(moment),
                    "broken": None,
                }
            )
        return found

    def _service(self, number: int) -> Json:
        service = self._play.services[number]
        return {
            "name": service.name,
            "requests": [
                {
                    "text": self._names.call(request.operation, request.args),
                    "done": request.receipt is not None,
                }
                for request in service.requests
            ],
        }


def _jobs(world: Backend, names: Names) -> list[Json]:
    """Every scheduled function, by its name, with its state."""
    return [
        {
            "name": names.id(job.id),
            "call": names.call(job.function, job.args),
            "state": job.state,
            "error": names.error(job.error),
        }
        for job in jobs_of(world)
    ]


def _stored(world: Backend, names: Names) -> list[Json]:
    """Every document as one line."""
    return [
        {
            "name": row["name"],
            "text": ", ".join(f"{field} = {shown}" for field, shown in row["fields"].items()),
        }
        for row in documents_of(world, names)
    ]


def _with_undone(entries: list[Json]) -> list[Json]:
    """The entries, each with whether a crash that is among them has undone what it wrote."""
    undone: set[int] = set()
    open_writes: dict[str, list[int]] = {}
    for place, entry in enumerate(entries):
        match entry["kind"]:
            case "crash":
                undone.update(*open_writes.values())
                open_writes.clear()
            case "begin" | "commit" | "conflict":
                open_writes[entry["lane"]] = []
            case _ if entry["writes"]:
                open_writes.setdefault(entry["lane"], []).append(place)
    return [entry | {"isUndone": place in undone} for place, entry in enumerate(entries)]


def _drawn(entry: Json) -> Json:
    """An entry as the picture needs it: sentences only where they are drawn."""
    is_aside = entry["kind"] in ("crash", "restart", "wait")
    label = f"{entry['label']}, undone" if entry["isUndone"] else entry["label"]
    return entry | {"label": label, "text": entry["text"] if is_aside else ""}


def _table(moment: _Moment) -> Json:
    rows = [[job["name"], job["call"], _said(job)] for job in moment.jobs]
    rows += [["stored", row["name"], row["text"]] for row in moment.stored]
    rows += [
        [
            service["name"],
            each["text"],
            "done" if each["done"] else "its key was known: nothing done",
        ]
        for service in moment.outside
        for each in service["requests"]
    ]
    return {
        "caption": "Jobs, stored documents and requests to others after this move.",
        "columns": ["Where", "What", "State"],
        "rows": rows,
    }


def _said(job: Json) -> str:
    return f"{job['state']}: {job['error']}" if job["error"] else str(job["state"])
