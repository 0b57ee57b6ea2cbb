"""A short form of ``python -m tests.repeat``; the tests of the step Pyodide and of Chromium compare bytes there."""

from __future__ import annotations

import pytest

from tests.repeat.__main__ import in_cpython


@pytest.mark.slow
@pytest.mark.cpython
def test_another_order_of_sets_changes_no_byte_of_a_report() -> None:
    assert in_cpython(3, ["missing-sorts-first", "one-winner", "debounce", "cron-misses"])
