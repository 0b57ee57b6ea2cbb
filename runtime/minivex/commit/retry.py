"""How often a refused mutation is run again, and how long it waits before that.

Source: docs "OCC and Atomicity"; convex-backend crates/common/src/knobs.rs
(``UDF_EXECUTOR_OCC_MAX_RETRIES``, ``…_INITIAL_BACKOFF_MS``, ``…_MAX_BACKOFF_MS``).
"""

from __future__ import annotations

from typing import Final

__all__ = ["ATTEMPTS_MAX", "backoff_ms"]

ATTEMPTS_MAX: Final = 5
"""One run and four retries."""

INITIAL_MS: Final = 100
CEILING_MS: Final = 2_000
_DOUBLINGS_MAX: Final = 10


PATIENT_CEILING_MS: Final = 60_000
"""For a scheduled mutation, which is tried again until it commits."""


def backoff_ms(retry: int, fraction: float, *, ceiling_ms: int = CEILING_MS) -> int:
    """The pause before retry number ``retry`` (from 0), for a random ``fraction`` in ``[0, 1)``.

    >>> [backoff_ms(retry, 0.999) for retry in range(6)]
    [99, 199, 399, 799, 1598, 1998]
    """
    assert 0 <= fraction < 1, "a fraction of the longest pause"
    return int(min(INITIAL_MS * 2 ** min(retry, _DOUBLINGS_MAX), ceiling_ms) * fraction)
