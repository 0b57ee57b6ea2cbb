"""Seeded dice: the same seed gives the same throws, on every machine and in every Python."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

__all__ = ["Dice", "mixed"]

Item = TypeVar("Item")

_MASK: Final = (1 << 64) - 1


def mixed(*numbers: int) -> int:
    """One seed out of several numbers; neighbours become unrelated (SplitMix64's last steps)."""
    state = 0
    for number in numbers:
        state = (state + number + 0x9E3779B97F4A7C15) & _MASK
        state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & _MASK
        state ^= state >> 31
    return state


class Dice:
    """A linear congruential generator with 64 bits of state, of which the upper half is used.

    >>> [Dice(7).below(6) for _ in range(2)] == [Dice(7).below(6) for _ in range(2)]
    True
    """

    __slots__ = ("_state",)

    def __init__(self, *seeds: int) -> None:
        self._state = mixed(*seeds)

    def below(self, end: int) -> int:
        """A whole number from 0 up to ``end``, which is not among them."""
        state = self._state = (self._state * 6364136223846793005 + 1442695040888963407) & _MASK
        return ((state >> 32) * end) >> 32

    def chance(self, percent: int) -> bool:
        """True in about ``percent`` of 100 throws."""
        return self.below(100) < percent

    def pick(self, items: Sequence[Item]) -> Item:
        """One of ``items``."""
        return items[self.below(len(items))]
