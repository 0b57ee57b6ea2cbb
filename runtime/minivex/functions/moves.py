"""What a call does next, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from minivex.values.value import Value

__all__ = ["Begin", "Commit", "Move", "Outcome", "Raised", "Returned", "StepMove"]


@dataclass(frozen=True, slots=True)
class Begin:
    """Take a snapshot and run the handler to its first step."""

    attempt: int
    depth: int
    path: str


@dataclass(frozen=True, slots=True)
class StepMove:
    """Perform a step and run the handler on to the next one."""

    op: str
    detail: str
    depth: int
    path: str


@dataclass(frozen=True, slots=True)
class Commit:
    """Validate what was read and publish what was written."""

    attempt: int
    depth: int
    path: str


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
