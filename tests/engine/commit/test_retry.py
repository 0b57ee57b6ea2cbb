"""How long a refused mutation waits."""

from __future__ import annotations

import pytest

from minivex.commit.retry import ATTEMPTS_MAX, backoff_ms


@pytest.mark.parametrize("retry", range(ATTEMPTS_MAX - 1))
def test_inv48_the_pause_doubles_up_to_a_ceiling(retry: int) -> None:
    ceiling = min(100 * 2**retry, 2_000)
    assert backoff_ms(retry, 0.0) == 0
    assert backoff_ms(retry, 0.5) == ceiling // 2
    assert backoff_ms(retry, 1 - 2**-53) < ceiling
    with pytest.raises(AssertionError):
        backoff_ms(retry, 1.0)
