"""Time as a picture: a row for each kind of work, a mark for each call, job and run, and the clock as a line.

```
                09:00      09:01      09:02  │
 clients         ■ ■  ■                      │
 remind          ├────────── ○╱              │        canceled before it was due
                   ├──────────●━━━●          │        began, and ended later
 cron sync       ●     ×     ×     ◇     ◇   │  ◇     ran, skipped, planned
                                             now
```

A frame is one thing that happens; between two of them the clock has moved and nothing else has.

Invariant: marks are made from what the engine has written down; only those still to come are computed, by the engine's
own rule for the next run.
"""

from collections.abc import Mapping
from typing import Any

from labkit.harness.raised import is_refusal
from labkit.harness.service import ServiceError
from labkit.visual.clock_beat import Beat, Run
from labkit.visual.clock_run import ClockRun
from labkit.visual.clock_scene import ClockScene
from labkit.visual.clock_words import ClockWords, ticks
from labkit.visual.film import Film

__all__ = ["play_clock"]

Json = dict[str, Any]

CLIENTS = "clients"
_SAID = {"call": "done", "inProgress": "in progress"}


def play_clock(scene: ClockScene) -> Film:
    """Play a scene to its end.

    Raises: EndlessTimeError; and what the scene's rule raises.
    """
    run = ClockRun(scene)
    picture = _Picture(scene, run)
    frames = [picture.frame(beat) for beat in run.beats()]
    is_kept = scene.rule.keeps(run.world, scene.services)
    rule = scene.rule.sentence
    if not is_kept:
        frames[-1]["broken"] = f"Broken: {rule}"
    error = run.first_error
    if error is not None and (is_refusal(error) or isinstance(error, ServiceError)):
        error = None
    state = "kept" if is_kept else "broken"
    sentence = f"{state.capitalize()}: {rule} {_counted(picture.states(), picture.skipped)}"
    return Film(frames, {"state": state, "sentence": sentence}, error)


def _counted(states: list[str], skipped: int) -> str:
    words = {
        "success": "succeeded",
        "failed": "failed",
        "canceled": "canceled",
        "pending": "still pending",
        "inProgress": "still in progress",
    }
    counts = [f"{states.count(state)} {word}" for state, word in words.items() if state in states]
    counts += [f"{skipped} skipped"] if skipped else []
    return f"Jobs and cron runs: {', '.join(counts)}." if counts else "No job was scheduled."


class _Picture:
    """What has happened so far, as marks in rows."""

    def __init__(self, scene: ClockScene, run: ClockRun) -> None:
        self._scene = scene
        self._run = run
        self._words = ClockWords(scene)
        self._start_ms = scene.start.clock.now_ms
        self._rows: dict[str, str] = {}
        """Title of each row by its key, in the order of the picture."""

        if scene.calls:
            self._rows[CLIENTS] = CLIENTS
        for name in scene.crons.jobs:
            self._rows[f"cron {name}"] = f"cron {name}"
        self._skips: list[tuple[str, int]] = []

    @property
    def skipped(self) -> int:
        """How many runs were skipped so far."""
        return len(self._skips)

    def states(self) -> list[str]:
        """The states of all jobs and cron runs."""
        return [each.state for each in self._run.runs if each.kind != "call"]

    def frame(self, beat: Beat) -> Json:
        """One frame: how things stand after ``beat``."""
        if beat.run is not None:
            self._skips += [(f"cron {beat.run.name}", each) for each in beat.skipped]
        for run in self._run.runs:
            self._rows.setdefault(*_row(run))
        is_new = {id(each) for each in (beat.run, *beat.changed) if each is not None}
        order = {key: number for number, key in enumerate(self._rows)}
        marks = [self._mark(run, order, is_new=id(run) in is_new) for run in self._run.runs]
        marks += [self._point("skipped", order[key], at_ms) for key, at_ms in self._skips]
        known = {(mark["row"], mark["at"]) for mark in marks}
        marks += [
            self._point("planned", order[f"cron {name}"], at_ms)
            for name, at_ms in self._run.planned()
            if at_ms >= beat.now_ms and (order[f"cron {name}"], at_ms) not in known
        ]
        return {
            "title": self._words.beat(beat),
            "line": beat.line,
            "picture": {
                "start": self._start_ms,
                "end": self._scene.end_ms,
                "now": beat.now_ms,
                "nowText": self._words.time(beat.now_ms),
                "ticks": ticks(self._start_ms, self._scene.end_ms),
                "rows": list(self._rows.values()),
                "marks": marks,
            },
            "table": self._table(),
            "broken": None,
        }

    def _mark(self, run: Run, order: Mapping[str, int], *, is_new: bool) -> Json:
        began_ms = run.began_ms if run.kind != "call" else None
        mark = self._point(run.state, order[_row(run)[0]], run.due_ms)
        return mark | {
            "name": run.name,
            "since": run.since_ms,
            "from": began_ms,
            "to": run.ended_ms if run.ended_ms is not None else self._run.now_ms,
            "attempts": run.attempts,
            "isNew": is_new,
        }

    @staticmethod
    def _point(state: str, row: int, at_ms: int) -> Json:
        return {
            "state": state,
            "row": row,
            "at": at_ms,
            "name": "",
            "since": None,
            "from": None,
            "to": at_ms,
            "attempts": 1,
            "isNew": False,
        }

    def _table(self) -> Json:
        time = self._words.time
        rows = [
            [
                run.name,
                run.title,
                _SAID.get(run.state, run.state),
                time(run.due_ms),
                "–" if run.began_ms is None else time(run.began_ms),
                "–" if run.ended_ms is None else time(run.ended_ms),
                _note(run),
            ]
            for run in self._run.runs
        ]
        rows += [
            [
                key.removeprefix("cron "),
                "–",
                "skipped",
                time(at_ms),
                "–",
                "–",
                "the run before was not over",
            ]
            for key, at_ms in self._skips
        ]
        return {
            "caption": f"Calls, jobs and cron runs at {time(self._run.now_ms)} UTC.",
            "columns": ["Who", "Calls", "State", "Due", "Began", "Ended", "Note"],
            "rows": rows,
        }


def _row(run: Run) -> tuple[str, str]:
    """The key of the row that a run stands in, and its title."""
    match run.kind:
        case "call":
            return CLIENTS, CLIENTS
        case "cron":
            return f"cron {run.name}", f"cron {run.name}"
        case "job":
            title = run.path.rpartition(":")[2]
            return f"job {run.path}", title


def _note(run: Run) -> str:
    again = f"{run.attempts} attempts" if run.attempts > 1 else ""
    return "; ".join(each for each in (again, run.note) if each)
