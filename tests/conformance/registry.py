"""Which op of a step is answered by which function, and what such a function is given.

A module ``ops_<group>.py`` answers one group of ops::

    @answers("compare")
    def compare(world: World, step: Step) -> object: ...

``test_vectors`` imports the modules; a scenario is run as soon as all of its ops are answered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from tests.conformance.notation import Placeholder, evaluate

Step = dict[str, Any]
Part = TypeVar("Part")


@dataclass
class World:
    """One scenario in progress: what its names stand for, and what its ops keep."""

    scenario: dict[str, Any]
    t0_ms: float = 0.0
    symbols: dict[str, Any] = field(default_factory=dict)
    creation_times: dict[str, float] = field(default_factory=dict)
    cursors: dict[str, str] = field(default_factory=dict)
    tables: dict[str, int] | None = None
    parts: dict[object, object] = field(default_factory=dict)

    def part(self, make: Callable[[World], Part]) -> Part:
        """What ``make`` makes for this scenario, made once: a deployment, a router, ..."""
        if make not in self.parts:
            self.parts[make] = make(self)
        return cast("Part", self.parts[make])

    def value(self, step: Step, name: str) -> Any:
        """The input ``name`` of a step, with every placeholder filled in."""
        return evaluate(step.get(name, {"$undefined": None}), self.resolve)

    def resolve(self, place: Placeholder) -> Any:
        """What a placeholder stands for at this point of the scenario."""
        match place.form:
            case "$id":
                return self.symbols[place.content]
            case "$ct":
                return self.creation_times[place.content]
            case "$time":
                return self.t0_ms + place.content
            case "$cursor":
                return self.cursors[place.content]
        raise AssertionError(f"{place.form} has no meaning outside a function")


def expectation(step: Step) -> dict[str, Any] | None:
    """What the step is compared with: the recorded answer, or else the backend's, if known."""
    return step["expect"] if step.get("oracle", True) else step.get("backend")


@dataclass(frozen=True)
class Op:
    """How an op is answered; ``is_plain`` says that the answer is JSON and not a value."""

    answer: Callable[[World, Step], object]
    is_plain: bool = False


OPS: dict[str, Op] = {}

Answer = Callable[[World, Step], object]


def answers(op: str, *, is_plain: bool = False) -> Callable[[Answer], Answer]:
    """Register the decorated function as the one that answers ``op``."""

    def register(function: Answer) -> Answer:
        assert op not in OPS, op
        OPS[op] = Op(function, is_plain)
        return function

    return register
