"""How a run stands after each of its moves: the moves so far, jobs, documents and requests to others.

```
 take()     after each move: what is stored now, in which state each job is, who was asked
 frames()   at the end, when the timeline of the run is known: one frame for each take
```

Invariant: a move that a crash undid is marked from the first frame on in which it is undone, and not before.
"""

from dataclasses import dataclass
from typing import Any

from labkit.harness.fault_words import worker_timeline
from labkit.harness.jobs import jobs_of
from labkit.harness.names import Names
from labkit.harness.recorder import Recorder
from labkit.harness.timeline import documents_of
from labkit.harness.worker_play import WorkerPlay
from labkit.visual.worker_scene import WorkerScene
from minivex import Backend
from minivex.trace import Began, Committed, Conflicted, Stepped, Wrote

__all__ = ["MovesFilm"]

Json = dict[str, Any]

_ENTRIES = (Began, Stepped, Committed, Conflicted)
"""The events that are entries of their own in a timeline."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """What there is after one move."""

    entries: int
    """How many entries of the timeline are before or of this move."""

    lanes: int
    jobs: list[Json]
    stored: list[Json]
    outside: list[Json]


class MovesFilm:
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
