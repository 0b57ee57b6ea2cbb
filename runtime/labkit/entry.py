"""The seam to the browser: one JSON message in, one out.

```
 grade   {"exercise", "source"}                                  -> graded    a report
 run     {"exercise", "source"}                                  -> ran       prints and a value
 lanes   {"lab", "scene", "source", "moves", "isolation"}        -> lanes     a timeline, replayed
 visual  {"lab", "scene", "source", "settings"}                  -> visual    frames of one run
 cell    {"module", "source"}                                    -> ran       prints, on a world of its own
 predict {"exercise"}                                            -> predicted the starter, run
 replay  {"exercise", "source"}                                  -> replayed  without the check
 explore {"exercise", "source", "schedule"}                      -> explored  one order of a check again
 workbench {"session", "position", "op", …}                      -> workbench one thing done to a kept backend
 other                                                           -> refused   and why
```

Invariants: never an exception; the same request gives the same bytes; nothing is remembered
between two requests, but for the session of the workbench, which is a cache of the log that the
page has: a request for one that is not here says so.
"""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any, Final

from labkit.grader.cell import run_cell
from labkit.grader.exercise import Exercise, ExerciseError, Lab, Scene
from labkit.grader.grade import grade
from labkit.grader.playground import run_main
from labkit.grader.question import answer_of
from labkit.grader.rehearsal import predict, replay_without_check
from labkit.grader.replay import UnfitScheduleError, replay_schedule
from labkit.grader.report import canonical_json
from labkit.grader.scene import play_scene

__all__ = ["handle"]

Notify = Callable[[str], None]
Json = dict[str, Any]


class _RefusedError(Exception):
    """The request cannot be answered; the message says why."""


def handle(request_json: str, notify: Notify | None = None) -> str:
    """Answer one request. ``notify`` hears progress, as JSON, while orders are being tried."""
    try:
        return canonical_json(_answer(json.loads(request_json), notify))
    except json.JSONDecodeError as error:
        return _refusal(f"the request is not JSON: {error}")
    except (_RefusedError, ExerciseError) as error:
        return _refusal(str(error))
    except Exception as error:  # noqa: BLE001 - the page gets a sentence, whatever went wrong here
        return _refusal(f"a defect of this site, not of your code: {type(error).__name__}: {error}")


def _refusal(message: str) -> str:
    return canonical_json({"kind": "refused", "message": message})


def _answer(request: Any, notify: Notify | None) -> Json:
    if not isinstance(request, dict):
        raise _RefusedError("a request is a JSON object")
    kind = request.get("kind")
    answer = _ANSWERS.get(kind) if isinstance(kind, str) else None
    if answer is None:
        raise _RefusedError(
            f"no such kind of request: {kind!r}; known are {', '.join(sorted(_ANSWERS))}"
        )
    return answer(request, notify)


def _grade(request: Json, notify: Notify | None) -> Json:
    report = grade(
        Exercise.from_files(_files(request, "exercise")),
        _text(request, "source"),
        progress=_progress(notify) if notify else None,
        echo=sys.stdout,
    )
    return {"kind": "graded", "report": report.to_json()}


def _run(request: Json, _notify: Notify | None) -> Json:
    exercise = Exercise.from_files(_files(request, "exercise"))
    return {"kind": "ran", **run_main(exercise, _text(request, "source"), echo=sys.stdout)}


def _cell(request: Json, _notify: Notify | None) -> Json:
    return {"kind": "ran", **run_cell(_text(request, "module"), _text(request, "source"))}


def _predict(request: Json, _notify: Notify | None) -> Json:
    files = _files(request, "exercise")
    return {"kind": "predicted", **predict(Exercise.from_files(files), files)}


def _replay(request: Json, _notify: Notify | None) -> Json:
    files = _files(request, "exercise")
    found = replay_without_check(
        Exercise.from_files(files), files, _text(request, "source"), echo=sys.stdout
    )
    return {"kind": "replayed", **found}


def _explore(request: Json, _notify: Notify | None) -> Json:
    exercise = Exercise.from_files(_files(request, "exercise"))
    schedule = _text(request, "schedule")
    try:
        found = replay_schedule(exercise, _text(request, "source"), schedule, echo=sys.stdout)
    except UnfitScheduleError as error:
        raise _RefusedError(str(error)) from error
    return {"kind": "explored", **found}


def _visual(request: Json, _notify: Notify | None) -> Json:
    # Only the pages of visual labs need it, and Python is to start quickly on all others.
    from labkit.grader.settings import UnfitSettingError  # noqa: PLC0415
    from labkit.grader.visual import play_visual  # noqa: PLC0415

    lab = Lab.from_files(_files(request, "lab"))
    scene, source = _scene(lab, request), _text(request, "source")
    try:
        film = play_visual(lab, scene, source, request.get("settings"), echo=sys.stdout)
    except UnfitSettingError as error:
        raise _RefusedError(str(error)) from error
    return {"kind": "visual", **film, "answer": _said(request, scene, film["frames"])}


def _said(request: Json, scene: Scene, run: object) -> Json | None:
    """What the run says to the scene's question; a lab with lanes is asked after the question's own moves."""
    if scene.question is None or request.get("moves", "") != scene.question.moves:
        return None
    return answer_of(_files(request, "lab"), scene.id, run)


def _scene(lab: Lab, request: Json) -> Scene:
    """The scene that the request names.

    Raises: _RefusedError.
    """
    scene = lab.scene(_text(request, "scene"))
    if scene is None:
        known = ", ".join(each.id for each in lab.scenes)
        raise _RefusedError(f"the lab has no scene {request['scene']!r}; it has {known}")
    return scene


def _lanes(request: Json, _notify: Notify | None) -> Json:
    lab = Lab.from_files(_files(request, "lab"))
    scene = _scene(lab, request)
    try:
        played = play_scene(
            scene,
            _text(request, "source"),
            moves=_text(request, "moves"),
            isolation=_text(request, "isolation"),
            echo=sys.stdout,
        )
    except ValueError as error:
        raise _RefusedError(str(error)) from error
    return {"kind": "lanes", **played, "answer": _said(request, scene, played)}


def _progress(notify: Notify) -> Callable[[int, int, str], None]:
    def tell(done: int, total: int, label: str) -> None:
        notify(canonical_json({"kind": "progress", "done": done, "total": total, "label": label}))

    return tell


def _workbench(request: Json, notify: Notify | None) -> Json:
    # Only one page asks for it, and the others start faster without it.
    from labkit.workbench.desk import UnfitRequestError, answer  # noqa: PLC0415

    try:
        return answer(request, _teller(notify))
    except UnfitRequestError as error:
        raise _RefusedError(str(error)) from error


def _teller(notify: Notify | None) -> Callable[[Json], None]:
    def tell(message: Json) -> None:
        if notify is not None:
            notify(canonical_json(message))

    return tell


def _text(request: Mapping[str, Any], key: str) -> str:
    value = request.get(key)
    if not isinstance(value, str):
        raise _RefusedError(f"{key} must be text")
    return value


def _files(request: Mapping[str, Any], key: str) -> dict[str, str]:
    content = request.get(key)
    files = content.get("files") if isinstance(content, dict) else None
    if not isinstance(files, dict) or any(type(text) is not str for text in files.values()):
        raise _RefusedError(f'{key} must be {{"id": …, "files": {{path: text}}}}')
    return files


_ANSWERS: Final[Mapping[str, Callable[[Json, Notify | None], Json]]] = {
    "cell": _cell,
    "explore": _explore,
    "grade": _grade,
    "lanes": _lanes,
    "predict": _predict,
    "replay": _replay,
    "run": _run,
    "visual": _visual,
    "workbench": _workbench,
}
