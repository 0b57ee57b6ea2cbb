"""How long one call takes: warm up, then the median of a few batches, in processor time."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple

from tests.bench.clock import cpu_seconds

__all__ = ["Measured", "median", "microseconds"]

BATCHES = 5
CALLS_MAX = 5_000


class Measured(NamedTuple):
    """Microseconds of one call, and an answer that must be the same for every contender.

    ``check`` may also be a dict of counts; its ``exact`` says whether the result was right.
    """

    us: float
    check: object = None


def median(values: list[float]) -> float:
    """The middle one of ``values``."""
    return sorted(values)[len(values) // 2]


def microseconds(work: Callable[[int], object], seconds: float) -> float:
    """The time of one ``work(number)``; all of it takes about ``1.5 × seconds`` on the wall."""
    number = 0
    start = perf_counter()
    elapsed = 0.0
    while number < CALLS_MAX and elapsed <= seconds / 4:
        work(number)
        number += 1
        elapsed = perf_counter() - start
    batch = max(1, min(CALLS_MAX, int(seconds / BATCHES / (elapsed / number))))
    deadline = perf_counter() + 2 * seconds
    found = []
    for _ in range(BATCHES):
        start_cpu = cpu_seconds()
        for now in range(number, number + batch):
            work(now)
        found.append((cpu_seconds() - start_cpu) / batch * 1e6)
        number += batch
        if perf_counter() > deadline:
            break
    return median(found)
