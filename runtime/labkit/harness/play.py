"""One order of the moves of a few calls, played on a world of its own.

```
 coarse    a mutation is two moves: begin … up to its commit, then the commit
 step      each step is a move: what a lab lets the reader do by hand
 crowd     coarse, but a commit that conflicts is a move of its own, and others may go in between
 schedule  "abba": one lane letter per move, the same calls give the same schedule ids for ever
```

An action has one move for each query it runs, two for each mutation, and one for each thing it does at once, such
as scheduling. At the coarse grain, a commit that conflicts runs its call again at once, inside the same move.

Invariants: a play sees the data it started from and nothing of other plays; what a lane gets from dice, ids included,
does not depend on what other lanes do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from minivex import (
    Backend,
    Begin,
    Call,
    Commit,
    FunctionReference,
    Isolation,
    StepMove,
    Tracer,
    Value,
)
from minivex.functions.background import Background
from minivex.functions.moves import Move

__all__ = ["LETTERS", "Grain", "Lane", "Play", "Running", "StepBudgetError", "replay"]

Running: TypeAlias = Call | Background
"""A client's call, or a job that a worker has taken."""

LETTERS = "abcdefghijklmnopqrsuvwyz"
"""The lanes that can be drawn and written down as a schedule: calls, and the jobs that they leave.

``x`` and ``t`` are no lanes: in a schedule of `labkit.harness.worker_play` they are a crash, and time that passes.
"""

_LABELS = LETTERS + "tx"
"""What calls are labelled: a crowd has more lanes than are drawn."""


class Grain(Enum):
    """What one letter of a schedule moves."""

    STEP = "step"
    COARSE = "coarse"
    CROWD = "crowd"


class StepBudgetError(Exception):
    """A call made more steps than the exercise allows; it may never end."""

    def __init__(self, call: Running, steps: int) -> None:
        super().__init__(f"{call.path} made {steps:,} steps and had not ended")
        self.call = call
        self.steps = steps


@dataclass(frozen=True, slots=True)
class Lane:
    """One call of the workload, before it starts."""

    function: str
    args: Mapping[str, Value]
    name: str
    """What people call whoever makes the call, such as a worker's name."""

    identity: Mapping[str, Value] | None = None
    """The claims of whoever is signed in; None for nobody."""

    @property
    def reference(self) -> FunctionReference:
        """The function, as one of the program's own callers names it: internal ones too."""
        return FunctionReference(self.function, is_internal=True)

    def start(self, world: Backend, *, label: str) -> Call:
        """Put the call in flight in ``world``."""
        return world.start(self.reference, self.args, label=label, identity=self.identity)


class Play:
    """One order being played, on a world of its own."""

    __slots__ = ("_budget", "_grain", "calls", "left", "letters", "reruns", "seeds", "world")

    def __init__(
        self,
        start: Backend,
        lanes: Sequence[Lane],
        *,
        grain: Grain = Grain.COARSE,
        budget: int = 10_000,
        tracer: Tracer | None = None,
        isolation: Isolation | None = None,
    ) -> None:
        self.world = start.fork(tracer=tracer, isolation=isolation)
        self.calls: list[Running] = [
            lane.start(self.world, label=letter)
            for letter, lane in zip(_LABELS, lanes, strict=False)
        ]
        self.letters: list[str] = []
        self.reruns = [0] * len(self.calls)
        self._grain = grain
        self._budget = budget
        self.left = [budget] * len(self.calls)
        """How many steps each call may still make."""

        self.seeds = [self.world.seeds_for(lane) for lane in range(len(self.calls))]

    def put(self, call: Running, *, left: int, reruns: int, seeds: int) -> None:
        """Let a call that is in flight in this world be one more lane, as it was in another play."""
        self.calls.append(call)
        self.left.append(left)
        self.reruns.append(reruns)
        self.seeds.append(seeds)

    @property
    def schedule(self) -> str:
        """The moves so far, as a schedule id."""
        return "".join(self.letters)

    @property
    def steps(self) -> int:
        """What the engine was asked to do, repeated attempts included."""
        return self._budget * len(self.calls) - sum(self.left)

    def open_lanes(self) -> list[int]:
        """The lanes that have not ended."""
        return [lane for lane, call in enumerate(self.calls) if not call.done]

    def is_quiet(self, lane: int) -> bool:
        """Whether the next move of ``lane`` publishes nothing that another call could see."""
        return not self._is_loud(self.calls[lane].next_move)

    def go_on(self) -> bool:
        """Let happen what happens when every lane has ended; False if nothing does."""
        return False

    def _is_loud(self, move: Move | None) -> bool:
        """Whether ``move`` publishes something: a commit, or what an action does at once."""
        match move:
            case Commit():
                return True
            case StepMove(op=op):
                return op in _AT_ONCE or op.startswith("background/")
            case _:
                return False

    def move(self, lane: int) -> None:
        """Move ``lane`` once.

        Raises: StepBudgetError, if the call has used up its steps.
        """
        call = self.calls[lane]
        self.letters.append(_LABELS[lane])
        if self._grain is Grain.STEP:
            self._step(lane)
        elif isinstance(call.next_move, Commit):
            self._commit(lane)
        elif self._is_loud(call.next_move):
            self._step(lane)
        else:
            self._run_to_boundary(lane)

    def _step(self, lane: int) -> None:
        self.left[lane] -= 1
        call = self.calls[lane]
        if self.left[lane] < 0:
            raise StepBudgetError(call, self._budget)
        world = self.world
        others = world.swap_seeds(self.seeds[lane])
        call.move()
        self.seeds[lane] = world.swap_seeds(others)

    def _commit(self, lane: int) -> None:
        """The commit; if it conflicts, the call runs again at once, until it commits or gives up.

        In a crowd it runs again as far as its next commit, and others may commit before it does.
        """
        call = self.calls[lane]
        depth = _depth(call)
        self._step(lane)
        while not call.done and self._is_retry(call, depth):
            self.reruns[lane] += 1
            self._run_to_boundary(lane)
            if self._grain is Grain.CROWD:
                return
            if isinstance(call.next_move, Commit):
                self._step(lane)

    @staticmethod
    def _is_retry(call: Running, depth: int) -> bool:
        move = call.next_move
        return isinstance(move, Begin) and move.attempt > 1 and move.depth == depth

    def _run_to_boundary(self, lane: int) -> None:
        """Up to the next commit, or to where an action would begin its next transaction."""
        call = self.calls[lane]
        has_begun = False
        while not call.done:
            move = call.next_move
            if self._is_loud(move):
                return
            if type(move) is Begin and (move.depth > 0 or call.kind != "action"):
                if has_begun:
                    return
                has_begun = True
            self._step(lane)


_AT_ONCE = frozenset(
    {
        "1.0/actions/schedule",
        "1.0/actions/cancel_job",
        "1.0/storageStore",
        "1.0/storageDelete",
    }
)
"""What an action does in a transaction of its own, without calling a function."""


def _depth(call: Running) -> int:
    move = call.next_move
    return move.depth if move is not None else 0


def replay(
    start: Backend,
    lanes: Sequence[Lane],
    schedule: str,
    *,
    grain: Grain = Grain.COARSE,
    budget: int = 10_000,
    tracer: Tracer | None = None,
    isolation: Isolation | None = None,
) -> Play:
    """Play one schedule again, as far as it goes.

    Raises: ValueError, if a letter names no lane, or a lane that has ended.
    """
    play = Play(start, lanes, grain=grain, budget=budget, tracer=tracer, isolation=isolation)
    for number, letter in enumerate(schedule, start=1):
        lane = LETTERS.find(letter)
        if not 0 <= lane < len(play.calls):
            known = ", ".join(LETTERS[: len(play.calls)])
            raise ValueError(f"move {number} is {letter!r}; the lanes are {known}")
        if play.calls[lane].done:
            raise ValueError(f"move {number}: lane {letter} has already ended")
        play.move(lane)
    return play
