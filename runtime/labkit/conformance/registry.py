"""Which op of a step is answered by which function, and what such a function is given.

A module ``ops_<group>.py`` answers one group of ops::

    @answers("compare")
    def compare(world: World, step: Step) -> object: ...

``running`` imports the modules, and with them every op is known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from labkit.conformance.notation import Placeholder, ScenarioError, evaluate

__all__ = ["OPS", "Op", "Step", "World", "answers", "required"]

Step = dict[str, Any]
Part = TypeVar("Part")


@dataclass
class World:
    """One scenario in progress: what its names stand for, and what its ops keep.

    ``problems`` are mistakes of the scenario found where an error could be swallowed, such as in
    a scheduled function.
    """

    scenario: dict[str, Any]
    t0_ms: float = 0.0
    symbols: dict[str, Any] = field(default_factory=dict)
    creation_times: dict[str, float] = field(default_factory=dict)
    cursors: dict[str, str] = field(default_factory=dict)
    tables: dict[str, int] | None = None
    parts: dict[object, object] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    steps_performed: int = 0

    def part(self, make: Callable[[World], Part]) -> Part:
        """What ``make`` makes for this scenario, made once: a deployment, a router, ..."""
        if make not in self.parts:
            self.parts[make] = make(self)
        return cast("Part", self.parts[make])

    def value(self, step: Step, name: str) -> Any:
        """The input ``name`` of a step, with every placeholder filled in."""
        return evaluate(step.get(name, {"$undefined": None}), self.resolve)

    def resolve(self, place: Placeholder) -> Any:
        """What a placeholder stands for at this point of the scenario.

        Raises: ScenarioError, if it stands for nothing yet.
        """
        if place.form == "$time":
            return self.t0_ms + place.content
        names = self.names(place.form)
        if place.content not in names:
            raise ScenarioError(f"{place.form} {place.content!r} stands for nothing yet")
        return names[place.content]

    def names(self, form: str) -> dict[str, Any]:
        """What the names of one form stand for.

        Raises: ScenarioError, for ``$arg`` and ``$var``: those are known inside a function only.
        """
        kinds: dict[str, dict[str, Any]] = {
            "$id": self.symbols,
            "$ct": self.creation_times,
            "$cursor": self.cursors,
        }
        if form not in kinds:
            raise ScenarioError(f"{form} has no meaning outside a function")
        return kinds[form]


def required(step: Step, name: str) -> Any:
    """The field ``name`` of a step, as it is written.

    Raises: ScenarioError, if it is not there.
    """
    if name not in step:
        raise ScenarioError(f"{step.get('op')} needs the field {name!r}")
    return step[name]


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
