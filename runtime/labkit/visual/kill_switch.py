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
from typing import Any

from labkit.harness.names import listed
from labkit.harness.play import Grain
from labkit.harness.raised import is_refusal
from labkit.harness.recorder import Recorder
from labkit.harness.worker_play import WorkerPlay
from labkit.visual.film import Film
from labkit.visual.kill_picture import MovesFilm
from labkit.visual.worker_scene import WorkerScene
from minivex import Raised

__all__ = ["EndlessRunError", "play_kill_switch"]

Json = dict[str, Any]

STEPS_MAX = 500
"""Steps of one lane, before it is taken for endless."""

MOVES_MAX = 200
"""Moves of one run that are drawn."""


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
    film = MovesFilm(scene, play, recorder)
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
