"""The benchmark runs: its workloads still fit the engine."""

from __future__ import annotations

import pytest

from tests.bench.run import main, workloads


@pytest.mark.slow
def test_every_workload_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["200"]) == 0
    said = capsys.readouterr().out
    assert all(work.name in said for work in workloads(200))
