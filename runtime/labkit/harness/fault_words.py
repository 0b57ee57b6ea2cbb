"""Crashes, restarts and waits in words, and as entries of a timeline.

```
 crash     The worker dies. place("ada") was on its way, at line 31: create had committed version 1, …
 restart   A new worker starts …
 wait      600 ms pass, until job#1 is due.
```

An entry has the keys of every other entry; ``kind`` is ``crash``, ``restart`` or ``wait``, and its ``text`` says all.
"""

from collections.abc import Sequence
from typing import Any

from labkit.harness.names import Names, listed
from labkit.harness.recorder import Recorder
from labkit.harness.service import NOT_DONE, Answer, Service
from labkit.harness.timeline import step_label, timeline_of
from labkit.harness.worker_events import Aside, Lost
from labkit.harness.worker_play import WorkerPlay
from minivex import Backend, Begin, Commit, StepMove
from minivex.trace import Began, Committed, Conflicted, Event, Stepped

__all__ = ["crash_words", "worker_timeline"]

Json = dict[str, Any]


def worker_timeline(play: WorkerPlay, recorder: Recorder, names: Names, *, before: Backend) -> Json:
    """The TIMELINE of a play with a worker."""
    names.note_jobs(play.world)
    timeline = timeline_of(play, play.lanes, recorder, names, before=before)
    witness = timeline["witness"]
    if any(aside.kind == "crash" for _, aside in play.asides):
        timeline["witness"] = None  # commits before a crash are not in the log that it is made from
    elif witness is not None and witness["order"] is not None:
        timeline["witness"] = (
            None  # jobs have times, and a serial order of calls says nothing of those
        )
    for lane, shown in zip(play.lanes, timeline["lanes"], strict=False):
        if lane.name.startswith("job#"):
            shown["title"] = f"{lane.name} {shown['title']}"
    moves = list(timeline["moves"])
    drawn = [event for event in recorder.events if isinstance(event, _DRAWN)]
    _tell_services(moves, drawn, play)
    told = list(zip(play.asides, _texts(play, recorder, names), strict=True))
    for (at, aside), text in reversed(told):
        place = sum(isinstance(event, _DRAWN) for event in recorder.events[:at])
        label = {"crash": "the worker dies", "restart": "a new worker", "wait": "time passes"}
        moves.insert(place, _entry(aside, label.get(aside.kind, "the books"), text))
    for number, move in enumerate(moves, start=1):
        move["n"] = number
    timeline["moves"] = moves
    return timeline


def _tell_services(moves: list[Json], drawn: Sequence[Event], play: WorkerPlay) -> None:
    """Say of each request what the service did with it, instead of how its function ran."""
    for service in play.services:
        requests = iter(service.requests)
        for event, move in zip(drawn, moves, strict=True):
            if isinstance(event, Began) and event.path in service.paths:
                request = next(requests)
                move["label"] = f"{service.name} is asked"
                move["text"] = f"The request reaches the {service.name}: {_DID[request.answer]}."
                if request.receipt is None and request.answer not in NOT_DONE:
                    move["text"] += " Its key had been seen, so nothing was done for it."
            elif isinstance(event, Began) and event.path == f"{service.name}:answer":
                move["label"] = f"{service.name} answers"
                move["text"] = f"The answer of the {service.name} arrives, late."
            elif isinstance(event, Stepped) and _is_answer(event, service):
                move["label"] = f"{service.name} does not answer yet"
                move["text"] = f"The {service.name} does not answer yet."


def _is_answer(step: Stepped, service: Service) -> bool:
    """Whether the step only waits for the service."""
    return step.detail.replace(":", ".").rstrip("')").endswith(f"{service.name}.answer")


_DID = {
    Answer.WORKS: "it does what it is asked, and answers",
    Answer.FAILS: "it does nothing, and an error comes back",
    Answer.LOST: "it does what it is asked, and its answer is lost",
    Answer.LATE: "it does what it is asked, and its answer takes long",
    Answer.FAILS_LATE: "it does nothing, and the error takes long",
    Answer.HANGS: "it does nothing, and no answer ever comes",
}
_DRAWN = (Began, Stepped, Committed, Conflicted)
"""The events that are entries of their own."""


def crash_words(play: WorkerPlay, recorder: Recorder, names: Names) -> str:
    """What the crashes of ``play`` cut off, in one sentence; empty if there was none."""
    said = [
        _crash(aside, recorder.events[:at], names)
        for at, aside in play.asides
        if aside.kind == "crash"
    ]
    if len(said) > 1:
        return f"{said[0]} Then once more: {' '.join(said[1:])}"
    return " ".join(said)


def _texts(play: WorkerPlay, recorder: Recorder, names: Names) -> list[str]:
    """What each aside says, in order."""
    found, now_ms = [], play.start_ms
    for at, aside in play.asides:
        match aside.kind:
            case "crash":
                found.append(_crash(aside, recorder.events[:at], names))
            case "restart":
                found.append(
                    "A new worker starts. Its memory is empty; every commit is still there."
                )
            case "wait":
                passed = _duration(aside.now_ms - now_ms)
                verb = "passes" if passed.startswith("1 ") else "pass"
                found.append(f"{passed} {verb}; the next job is due.")
            case _:
                found.append(aside.said)
        now_ms = aside.now_ms
    return found


def _crash(aside: Aside, events: Sequence[Event], names: Names) -> str:
    if not aside.lost:
        return "The worker died while nothing was running."
    return f"The worker died while {listed([_lost(each, events, names) for each in aside.lost])}."


def _lost(lost: Lost, events: Sequence[Event], names: Names) -> str:
    """One lane that was on its way: what it had reached, and what it had not."""
    title = names.call(lost.title.function, lost.title.args)
    if lost.title.name.startswith("job#"):
        title = f"{lost.title.name}, {title},"
    if lost.move is None:
        return f"the answer of {title.rstrip(',')} was on its way"
    reached = ""
    commits = [each for each in events if isinstance(each, Committed) and each.call == lost.letter]
    if commits:
        reached = f" after {commits[-1].path.rpartition(':')[2]} had committed and"
    if isinstance(lost.move, Begin) and lost.move.depth == 0 and lost.move.attempt == 1:
        return f"{title} was noted as in progress and had not begun"
    where = f" (line {lost.line})" if lost.line is not None else ""
    return f"{title} was on its way,{reached} before {_next(lost, names)}{where}"


def _next(lost: Lost, names: Names) -> str:
    match lost.move:
        case Commit(path=path):
            return f"{path.rpartition(':')[2]} committed"
        case Begin(path=path) if path.endswith(":answer"):
            return f"an answer came from the {path.partition(':')[0]}"
        case Begin(path=path):
            return f"{path.rpartition(':')[2]} began"
        case StepMove(op="background/record"):
            return "its end was noted"
        case StepMove(detail=detail):
            return f"{step_label(detail, names).partition('(')[0]}(…)"
        case _:
            return "its end"


def _duration(delta_ms: int) -> str:
    """A stretch of time as people say it."""
    for unit_ms, unit in (
        (86_400_000, "day"),
        (3_600_000, "hour"),
        (60_000, "minute"),
        (1_000, "second"),
    ):
        if delta_ms >= unit_ms and delta_ms % unit_ms == 0:
            count = delta_ms // unit_ms
            return f"{count} {unit if count == 1 else unit + 's'}"
    return f"{delta_ms:,} ms"


def _entry(aside: Aside, label: str, text: str) -> Json:
    return {
        "n": 0,
        "lane": aside.call,
        "attempt": 1,
        "kind": aside.kind,
        "label": label,
        "text": text,
        "line": None,
        "version": None,
        "reads": [],
        "writes": [],
        "conflict": None,
    }
