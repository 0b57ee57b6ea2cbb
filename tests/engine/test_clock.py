"""Virtual time: it moves when told to, and only forwards."""

from __future__ import annotations

import pytest

from minivex.clock import START_MS, VirtualClock


def test_time_stands_still_until_someone_moves_it() -> None:
    clock = VirtualClock()
    assert clock.now_ms == START_MS
    clock.advance(5)
    clock.advance(0)
    assert clock.now_ms == START_MS + 5


def test_time_never_runs_backwards() -> None:
    clock = VirtualClock(1_000)
    clock.advance_to(900)
    assert clock.now_ms == 1_000
    clock.advance_to(1_200)
    assert clock.now_ms == 1_200
    with pytest.raises(AssertionError):
        clock.advance(-1)


def test_a_fork_moves_on_its_own() -> None:
    clock = VirtualClock(1_000)
    fork = clock.fork()
    fork.advance(1)
    assert (clock.now_ms, fork.now_ms) == (1_000, 1_001)
