"""Virtual time in milliseconds: it stands still until someone moves it.

A run that never looks at the wall clock can be repeated exactly. The engine
reads this clock where Convex reads the wall clock: for ``_creationTime``, for
commit timestamps, and for what a function sees as the present.

Invariants: time never runs backwards; it is a whole number of milliseconds.
"""

from __future__ import annotations

__all__ = ["START_MS", "VirtualClock"]

START_MS = 1_735_689_600_000
"""Where a new clock stands: 2025-01-01T00:00:00Z, a round number far from zero."""


class VirtualClock:
    """A clock that only its owner can move.

    Differs: a deployment uses the wall clock, so time also passes while nothing happens.
    """

    __slots__ = ("_now_ms",)

    def __init__(self, now_ms: int = START_MS) -> None:
        assert 0 < now_ms < 1 << 53, "a creation time must be exact as a double"
        self._now_ms = now_ms

    @property
    def now_ms(self) -> int:
        """Milliseconds since the Unix epoch."""
        return self._now_ms

    def advance(self, delta_ms: int) -> None:
        """Let ``delta_ms`` milliseconds pass."""
        assert delta_ms >= 0, "time never runs backwards"
        self._now_ms += delta_ms

    def advance_to(self, now_ms: int) -> None:
        """Let time pass until ``now_ms``; nothing happens when that moment is already past."""
        self._now_ms = max(self._now_ms, now_ms)

    def fork(self) -> VirtualClock:
        """Make a second clock that shows the same time and moves on its own."""
        return VirtualClock(self._now_ms)
