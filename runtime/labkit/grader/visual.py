"""Play a scene of a visual lab to its end: the frames that its page steps through.

```
 {"scene", "source", "settings"} ──▶ the player of the lab's view ──▶ frames, verdict, output, error
```

Stateless: another setting, or another text, is another run from the start.
"""

from collections.abc import Mapping
from typing import Any, TextIO

from labkit.grader.exercise import Lab, Scene
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
from labkit.grader.settings import settings_of
from labkit.harness.play import StepBudgetError
from labkit.visual.film import Film, Player
from labkit.visual.views import PLAYERS, SCENE_ERRORS

__all__ = ["play_visual"]

Json = dict[str, Any]

_NOTHING = Film([], {"state": "open", "sentence": "The scene cannot be played yet."})


def play_visual(
    lab: Lab, scene: Scene, text: str, settings: object, *, echo: TextIO | None = None
) -> Json:
    """Frames, verdict, error and the highest values of ranges, of one run.

    Raises: UnfitSettingError, for a setting that the scene does not have, or a value that it cannot have.
    """
    values = settings_of(scene.settings, settings)
    source = Source(f"{scene.module}.py", text)
    output = Output(echo)
    with captured(output):
        film, error = _play(PLAYERS[lab.view], scene, source, values)
    return {
        "view": lab.view,
        "frames": film.frames,
        "verdict": film.verdict,
        "highest": dict(film.highest),
        "output": output.text,
        "error": None if error is None else error.to_json(),
    }


def _play(
    player: Player, scene: Scene, source: Source, settings: Mapping[str, str | int | bool]
) -> tuple[Film, LearnerError | None]:
    """The film and what went wrong; a scene that cannot be played is the reader's to repair."""
    try:
        with guarded(source):
            film = player(lambda: load(source, scene.module), scene.module, settings)
    except SCENE_ERRORS as error:
        return _NOTHING, LearnerError("Scene", _sentence(error), _line(error, source))
    except LearnerFailure as failure:
        return _NOTHING, failure.error
    return film, None if film.error is None else explain(film.error, source)


def _sentence(error: Exception) -> str:
    said = str(error)
    return f"{said}. Give its loop an end." if isinstance(error, StepBudgetError) else said


def _line(error: Exception, source: Source) -> int | None:
    """The reader's line that the error is about, if it knows."""
    if isinstance(error, StepBudgetError):
        lines = [frame.line for frame in error.call.frames() if frame.file == source.filename]
        return lines[-1] if lines else None
    line = getattr(error, "line", None)
    return line if isinstance(line, int) else None
