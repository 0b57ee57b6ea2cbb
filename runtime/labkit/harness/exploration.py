"""What a search through orders comes to: how many there are, and the smallest that fails.

Invariant: the smallest is the one with fewest moves, then fewest switches between lanes, then least to do for the
engine, then first in the alphabet.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import factorial, prod

from labkit.harness.play import Play

__all__ = ["Exploration", "Failing", "Judge", "multinomial", "switches"]


@dataclass(frozen=True, slots=True)
class Failing:
    """A schedule that breaks what was claimed, and how."""

    schedule: str
    sentence: str
    steps: int

    @property
    def size(self) -> tuple[int, int, int, str]:
        """What makes one failing schedule smaller than another."""
        return len(self.schedule), switches(self.schedule), self.steps, self.schedule

    @property
    def is_serial(self) -> bool:
        """Whether the calls ran one after another: then it is not the order that breaks it."""
        return switches(self.schedule) == len(set(self.schedule)) - 1


@dataclass(frozen=True, slots=True)
class Exploration:
    """What all orders of one workload came to."""

    orders: int
    run: int
    distinct: int
    """How many were played to their end: the others come to a point that one of these came through."""

    smallest: Failing | None
    capped: bool = False
    """Whether a limit ended the search: then there are more orders, and nobody knows how many."""

    attempts: int = 1
    """How often the call ran that had to run most often, in any order that was executed."""


Judge = Callable[[Play], str | None]
"""What is wrong with the end of an order, as a sentence; None if nothing is."""


def switches(schedule: str) -> int:
    """How often a schedule goes from one lane to another."""
    return sum(one != other for one, other in pairwise(schedule))


def multinomial(counts: Sequence[int]) -> int:
    """In how many ways stretches of these lengths can be shuffled together."""
    return factorial(sum(counts)) // prod(factorial(count) for count in counts)
