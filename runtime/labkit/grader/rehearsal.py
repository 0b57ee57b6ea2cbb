"""Runs of a page that grade nothing: the answer to its prediction, and a replay without the check.

```
 predict.py   answer(lab)   the starter, one order or one call  ──▶ one of the options
 replay.py    replay(lab)   calls and a rule ──▶ the smallest order that breaks the learner's own
                            code when commits are not compared, and what it does when they are
```

Invariant: both are found by running functions on the engine. What the reader sees is what happened.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TextIO

from labkit.grader.checks import Context
from labkit.grader.exercise import Exercise, ExerciseError
from labkit.grader.failure import CheckFailed, endless_failure
from labkit.grader.grade import checks_of, program_of
from labkit.grader.outcome import Invariant, Outcome
from labkit.grader.page_facts import PageFacts
from labkit.grader.report import LearnerError
from labkit.grader.sandbox import LearnerFailure, Output, Source, captured
from labkit.harness.choices import NotRepeatableError
from labkit.harness.interleave import explore
from labkit.harness.names import Names
from labkit.harness.play import LETTERS, Lane, Play, StepBudgetError
from labkit.harness.recorder import Recorder
from labkit.harness.timeline import timeline_of
from minivex import Isolation

__all__ = ["Invariant", "Lane", "Outcome", "Rehearsal", "predict", "replay_without_check"]

Json = dict[str, Any]

WEAKER = (Isolation.SNAPSHOT, Isolation.NONE)
"""What a replay tries: first a check that compares writes with writes, then none at all."""


@dataclass(slots=True)
class Rehearsal(Context):
    """A stage for `answer`: what checks have, and one order of one's own choice."""

    timeline: Json | None = None
    """The order that was played last, for the page to draw."""

    def play(self, lanes: Sequence[Lane], moves: str = "") -> Outcome:
        """Play ``moves``, one lane letter each, then let the lanes finish from a on.

        A mutation has two moves, its handler and its commit. An action has one for each query it runs
        and two for each mutation.
        """
        play, self.timeline, self.names = _played(self, lanes, moves, Isolation.SERIALIZABLE)
        return Outcome(play, lanes, self.show)

    def play_with_worker(self, lanes: Sequence[Lane], moves: str = "") -> Outcome:
        """Play ``moves``, ``x`` for a crash and ``t`` for time that passes, then let the rest and all jobs run."""
        outcome, self.timeline = self.with_worker(lanes, moves)
        return outcome


def predict(exercise: Exercise, files: Mapping[str, str]) -> Json:
    """Run ``predict.py`` on the starter: which option came out, and the order that was played.

    Raises: ExerciseError, if the exercise has no prediction or its answer is none of the options.
    """
    facts = PageFacts.from_files(files)
    answer = _function(files, "predict.py", "answer")
    source = Source(exercise.filename, files.get("starter.py", ""))
    output = Output(None)
    with captured(output):
        try:
            stage = Rehearsal(program_of(exercise, source, checks_of(exercise)[1]), output)
            found = answer(stage)
        except (LearnerFailure, CheckFailed) as failed:
            raise ExerciseError(
                "predict.py", "a prediction is answered by a run", str(failed)
            ) from failed
    if found not in facts.options:
        raise ExerciseError(
            "predict.py",
            "the answer is one of the options",
            f"answer(lab) returned {found!r}; the options are {list(facts.options)}",
        )
    return {"answer": found, "timeline": stage.timeline}


def replay_without_check(
    exercise: Exercise, files: Mapping[str, str], text: str, *, echo: TextIO | None = None
) -> Json:
    """Look for the smallest order that breaks ``text`` when its commits are compared with less.

    Shape: ``off`` has the isolation that was enough to break it, the order and the sentence; ``on`` the same order
    with the check. Both are None when no order breaks it even so.

    Raises: ExerciseError, if the exercise has no ``replay.py``.
    """
    make = _function(files, "replay.py", "replay")
    output = Output(echo)
    nothing: Json = {"off": None, "on": None, "orders": 0}
    with captured(output):
        try:
            source = Source(exercise.filename, text)
            stage = Rehearsal(program_of(exercise, source, checks_of(exercise)[1]), output)
            lanes, rule = make(stage)
            return {**nothing, **_replayed(stage, lanes, rule), "error": None}
        except LearnerFailure as failure:
            return {**nothing, "error": failure.error.to_json()}
        except CheckFailed as failed:
            error = failed.error or LearnerError("Replay", failed.message)
            return {**nothing, "error": replace(error, message=failed.message).to_json()}


def _replayed(stage: Rehearsal, lanes: Sequence[Lane], rule: Invariant) -> Json:
    def judge(play: Play) -> str | None:
        stage.output.restart_count()
        return _judged(rule, Outcome(play, lanes, stage.show))

    orders = 0
    for isolation in WEAKER:
        try:
            with stage.output.muted():
                start = stage.world.fork(isolation=isolation)
                found = explore(start, lanes, judge, budget=stage.program.step_budget)
        except StepBudgetError as error:
            raise endless_failure(stage.program, error.call, error.steps) from None
        except NotRepeatableError:
            raise CheckFailed(
                "The same order went another way when it began again: something in the file outlives a call."
            ) from None
        orders = max(orders, found.orders)
        if found.smallest is None or found.smallest.is_serial:
            continue
        schedule = found.smallest.schedule
        return {
            "off": _shown(stage, lanes, rule, schedule, isolation),
            "on": _shown(stage, lanes, rule, schedule, Isolation.SERIALIZABLE),
            "orders": orders,
        }
    return {"orders": orders}


def _shown(
    stage: Rehearsal, lanes: Sequence[Lane], rule: Invariant, moves: str, isolation: Isolation
) -> Json:
    """One order under one isolation: what is drawn, and what is wrong at its end, if anything."""
    play, timeline, names = _played(stage, lanes, moves, isolation)
    stage.names = names
    return {"timeline": timeline, "sentence": _judged(rule, Outcome(play, lanes, stage.show))}


def _judged(rule: Invariant, outcome: Outcome) -> str | None:
    """What the rule says; what it asks of the learner's functions may raise by then."""
    try:
        return rule(outcome)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what happens without the check
        return f"Afterwards the program itself fails: {type(error).__name__}."


def _played(
    stage: Rehearsal, lanes: Sequence[Lane], moves: str, isolation: Isolation
) -> tuple[Play, Json, Names]:
    """Play ``moves`` as far as they apply, then every lane to its end."""
    recorder = Recorder()
    budget = stage.program.step_budget
    play = Play(stage.world, lanes, budget=budget, tracer=recorder, isolation=isolation)
    try:
        for letter in moves:
            lane = LETTERS.index(letter)
            if not play.calls[lane].done:
                play.move(lane)
        while open_lanes := play.open_lanes():
            play.move(open_lanes[0])
    except StepBudgetError as error:
        raise endless_failure(stage.program, error.call, error.steps) from None
    names = Names(stage.world)
    return play, timeline_of(play, lanes, recorder, names, before=stage.world), names


def _function(files: Mapping[str, str], path: str, name: str) -> Callable[[Rehearsal], Any]:
    """The function ``name`` of a file of ours."""
    if path not in files:
        raise ExerciseError(path, "the file exists", "the folder has no such file")
    namespace: dict[str, object] = {"__name__": path.removesuffix(".py")}
    try:
        exec(compile(files[path], path, "exec", dont_inherit=True), namespace)  # noqa: S102 - a file of ours
    except Exception as error:
        raise ExerciseError(path, "the file runs", f"{type(error).__name__}: {error}") from error
    found = namespace.get(name)
    if not callable(found):
        raise ExerciseError(path, "the file has its function", f"it defines no {name}(lab)")
    return found
