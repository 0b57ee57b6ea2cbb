"""Play a scene of a lab as far as its moves go: what the lanes of the page show.

Stateless: each request plays all moves from the start, so going back is asking for fewer of them.
"""

from dataclasses import replace
from typing import Any, TextIO

from labkit.grader.exercise import Scene
from labkit.grader.report import LearnerError
from labkit.grader.sandbox import (
    LearnerFailure,
    Output,
    Source,
    captured,
    explain,
    guarded,
    load,
)
from labkit.harness.history import history_of
from labkit.harness.names import Names
from labkit.harness.play import LETTERS, Grain, Play, StepBudgetError, replay
from labkit.harness.raised import is_refusal
from labkit.harness.recorder import Recorder, written_keys
from labkit.harness.timeline import move_label, timeline_of
from labkit.harness.workload import Workload, WorkloadError, workload_of
from minivex import Isolation, Raised

__all__ = ["play_scene"]

STEP_BUDGET = 1_000


def play_scene(
    scene: Scene, text: str, *, moves: str, isolation: str, echo: TextIO | None = None
) -> dict[str, Any]:
    """Timeline, next moves, verdict and documents after ``moves``.

    Raises: ValueError, if a move names a lane that is not there or has ended, or for an unknown isolation.
    """
    if isolation not in [each.value for each in Isolation]:
        known = ", ".join(each.value for each in Isolation)
        raise ValueError(f"no isolation is called {isolation!r}; known are {known}")
    source = Source(f"{scene.module}.py", text)
    with captured(Output(echo)):
        try:
            return _play(scene, source, moves, Isolation(isolation))
        except LearnerFailure as failure:
            return _stopped(failure.error, isolation)


def _play(scene: Scene, source: Source, moves: str, isolation: Isolation) -> dict[str, Any]:
    namespace = load(source, scene.module)
    recorder = Recorder()
    with guarded(source):
        workload = _loaded(namespace, scene.module)
    play = _replayed(workload, moves, Grain(scene.grain), recorder, isolation)
    names = Names(workload.start)
    timeline = timeline_of(play, workload.lanes, recorder, names, before=workload.start)
    history = history_of(recorder.events, written_keys(play.world))
    with guarded(source):
        verdict = workload.judge(play, history)
    return {
        "timeline": timeline,
        "next": {
            letter: move_label(call, names)
            for letter, call in zip(LETTERS, play.calls, strict=False)
        },
        "verdict": verdict.to_json(),
        "documents": timeline["documents"]["after"],
        "error": _first_error(play, source, names),
    }


def _first_error(play: Play, source: Source, names: Names) -> dict[str, Any] | None:
    """What the first call that failed by mistake says; a ConvexError is an answer."""
    for call in play.calls:
        if isinstance(call.outcome, Raised) and not is_refusal(call.outcome.error):
            found = explain(call.outcome.error, source)
            return replace(found, message=names.text(found.message)).to_json()
    return None


def _loaded(namespace: dict[str, object], module: str) -> Workload:
    """The scene's workload; a scene that is no workload is the learner's to repair."""
    try:
        return workload_of(namespace, module)
    except WorkloadError as error:
        raise LearnerFailure(LearnerError("Scene", str(error))) from None


def _replayed(
    workload: Workload, moves: str, grain: Grain, recorder: Recorder, isolation: Isolation
) -> Play:
    try:
        return replay(
            workload.start,
            workload.lanes,
            moves,
            grain=grain,
            budget=STEP_BUDGET,
            tracer=recorder,
            isolation=isolation,
        )
    except StepBudgetError as error:
        lines = [frame.line for frame in error.call.frames()]
        raise LearnerFailure(
            LearnerError(
                "StepBudget", f"{error}. Give its loop an end.", lines[-1] if lines else None
            )
        ) from None


def _stopped(error: LearnerError, isolation: str) -> dict[str, Any]:
    """A scene that cannot be played: no lanes, only the error."""
    return {
        "timeline": {
            "schedule": "",
            "isolation": isolation,
            "lanes": [],
            "moves": [],
            "documents": {"before": [], "after": []},
        },
        "next": {},
        "verdict": {"state": "open", "sentence": "The scene cannot be played yet."},
        "documents": [],
        "error": error.to_json(),
    }
