"""Seeded randomness and frozen time: what makes a run repeatable.

A function may ask for random numbers and for the time, and still give the same
result whenever it is run with the same seed and the same clock. Every attempt of
a mutation has a seed of its own; within an attempt time does not move.

Source: docs "Function runtimes" (randomness and time in queries and mutations).
Differs: Convex patches ``Math.random`` and ``Date.now``; here a function asks
``ctx.random()`` and ``ctx.now()``. The generator is SplitMix64, not ChaCha12.
"""

from __future__ import annotations

from minivex.errors import DeterminismError

__all__ = ["SeededRandom", "derive_seed", "unavailable"]

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15


class SeededRandom:
    """SplitMix64: a small generator with 64 bits of state and no bad seeds.

    >>> SeededRandom(1).next_bits() == SeededRandom(1).next_bits()
    True
    """

    __slots__ = ("_state",)

    def __init__(self, seed: int) -> None:
        self._state = seed & _MASK

    def next_bits(self) -> int:
        """The next 64 bits as a whole number."""
        self._state = state = (self._state + _GOLDEN) & _MASK
        state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & _MASK
        return state ^ (state >> 31)

    def random(self) -> float:
        """The next number in ``[0, 1)``, with 53 random bits."""
        return (self.next_bits() >> 11) * 2.0**-53

    def next_bytes(self, length: int) -> bytes:
        """The next ``length`` random bytes."""
        data = self.next_bits().to_bytes(8, "big")
        while len(data) < length:
            data += self.next_bits().to_bytes(8, "big")
        return data[:length]


def derive_seed(seed: int, number: int) -> int:
    """A seed for the ``number``-th thing that needs one; neighbours are unrelated."""
    return SeededRandom(SeededRandom(seed).next_bits() ^ number).next_bits()


def unavailable(facility: str) -> DeterminismError:
    """The refusal of something that queries and mutations cannot use.

    >>> print(unavailable("fetch()").message[:42])
    Can't use fetch() in queries and mutations
    """
    return DeterminismError(
        f"Can't use {facility} in queries and mutations. Please consider using an action. "
        "See https://docs.convex.dev/functions/actions for more details."
    )
