"""What a player returns: the frames of one run, what they come to, and what went wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Film", "Load", "Player", "Settings"]

Json = dict[str, Any]

Load = Callable[[], Mapping[str, object]]
"""Runs the reader's file and returns its names."""

Settings = Mapping[str, str | int | bool]
"""What the controls of a scene are set to, by the id of the setting; complete and in range."""


@dataclass(frozen=True, slots=True)
class Film:
    """One run.

    A frame is ``{"title", "line", "picture", "table", "broken"}``: a sentence, the reader's line or None, what
    the view draws, the same as a table (``{"caption", "columns", "rows"}``), and the sentence that is broken or
    None. The verdict is ``{"state": "open" | "kept" | "broken", "sentence"}``.
    """

    frames: list[Json]
    verdict: Json
    error: BaseException | None = None
    """The first that was raised by mistake; a refusal is an answer."""

    highest: Mapping[str, int] = field(default_factory=dict)
    """The highest value that makes sense in this run, of settings that are ranges."""


Player = Callable[[Load, str, Settings], Film]
"""From the reader's file, the name of its module and the settings to the film."""
