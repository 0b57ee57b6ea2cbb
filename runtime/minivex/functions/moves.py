"""What a call does next, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from minivex.functions.step import Step
from minivex.values.value import Value

__all__ = [
    "Begin",
    "Commit",
    "Move",
    "Outcome",
    "Raised",
    "Returned",
    "StepMove",
    "begin_move",
    "commit_move",
]


@dataclass(frozen=True, slots=True)
class Begin:
    """Take a snapshot and run the handler to its first step."""

    attempt: int
    depth: int
    path: str


class StepMove:
    """Perform a step and run the handler on to the next one.

    ``detail`` is the call with its arguments, for people. It may be given as a ``Step``, and is
    then put into words when somebody looks: whoever tries thousands of orders asks for every
    next move, and only for its kind.
    """

    __slots__ = ("_detail", "depth", "op", "path")
    __match_args__ = ("op", "detail", "depth", "path")

    def __init__(self, op: str, detail: str | Step[object], depth: int, path: str) -> None:
        self.op = op
        self._detail = detail
        self.depth = depth
        self.path = path

    @property
    def detail(self) -> str:
        """The call with its arguments."""
        if not isinstance(self._detail, str):
            self._detail = self._detail.detail
        return self._detail

    def __eq__(self, other: object) -> bool:
        return type(other) is StepMove and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self._parts())

    def __repr__(self) -> str:
        return f"StepMove({', '.join(map(repr, self._parts()))})"

    def _parts(self) -> tuple[str, str, int, str]:
        return (self.op, self.detail, self.depth, self.path)


@dataclass(frozen=True, slots=True)
class Commit:
    """Validate what was read and publish what was written."""

    attempt: int
    depth: int
    path: str


begin_move = lru_cache(maxsize=256)(Begin)
"""``Begin``, made once: whoever drives a call asks for its next move again and again."""
commit_move = lru_cache(maxsize=256)(Commit)

Move: TypeAlias = Begin | StepMove | Commit


@dataclass(frozen=True, slots=True)
class Returned:
    """The call succeeded."""

    value: Value


@dataclass(frozen=True, slots=True)
class Raised:
    """The call failed."""

    error: Exception


Outcome: TypeAlias = Returned | Raised
