"""The benchmark runs: its workloads still fit the engine, and its bars name rows that exist."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.bench.adapter import Adapter
from tests.bench.bars import BARS, judge
from tests.bench.called_adapter import Called
from tests.bench.contenders import CPYTHON
from tests.bench.engine_adapter import Engine, EngineWithSearch
from tests.bench.measurements import Options, Row, measure_all
from tests.bench.python_worker import Worker
from tests.bench.sqlite_adapter import Sqlite, SqliteJson, SqliteText
from tests.bench.table import shown_bars, shown_calls, shown_row
from tests.bench.workloads import WORKLOADS, load, memory
from tests.bench.world import World

OPTIONS: dict[str, dict[str, object]] = {
    "W6": {"queries": 10, "shape": "range"},
    "W7": {"at_once": 8, "hot": True},
    "W8": {"age": 10},
    "W11": {"lanes": 2, "steps": 3},
    "W13": {"at_once": 8, "hot": False},
    "W14": {"write": False},
}
READS = ("W2", "W3", "W4", "W5")


def small(make: Callable[[], Adapter]) -> World:
    world = World(make)
    load(world, 200)
    return world


@pytest.mark.slow
@pytest.mark.parametrize("workload", sorted(set(WORKLOADS) - {"W10"}))
def test_the_engine_does_every_workload(workload: str) -> None:
    measured = WORKLOADS[workload](small(Engine), 0.001, **OPTIONS.get(workload, {}))
    assert measured.us > 0
    assert not isinstance(measured.check, dict) or measured.check.get("exact", True)


@pytest.mark.slow
@pytest.mark.parametrize("peer", [Called, Sqlite, SqliteJson])
def test_a_peer_reads_the_same_documents(peer: Callable[[], Adapter]) -> None:
    ours, theirs = small(Engine), small(peer)
    for workload in READS:
        work = WORKLOADS[workload]
        assert work(ours, 0.001).check == work(theirs, 0.001).check


@pytest.mark.slow
def test_a_text_search_finds_as_many() -> None:
    found = [WORKLOADS["W10"](small(make), 0.001).check for make in (EngineWithSearch, SqliteText)]
    assert found[0] == found[1]


def test_a_document_has_a_weight() -> None:
    assert memory(World(Engine), 50).us > 100


def test_a_worker_answers_what_a_contender_lacks() -> None:
    worker = Worker()
    worker.answer(json.dumps({"op": "adapter", "spec": "tests.bench.sqlite_adapter:Sqlite"}))
    worker.answer(json.dumps({"op": "open", "count": 10}))
    request = {"op": "run", "workload": "W12", "seconds": 0.001, "options": {}}
    assert json.loads(worker.answer(json.dumps(request))) == {"absent": True}


class Echo:
    """Answers every question alike."""

    def ask(self, **request: object) -> dict[str, object]:
        return {"us": 2.0, "check": {"exact": True, "kB": 50.0, "ms": 100}}

    def stop(self) -> None:
        pass


class Everyone(dict[str, Echo]):
    """Whoever is asked for takes part."""

    def __missing__(self, name: str) -> Echo:
        return Echo()


def test_every_bar_is_judged_by_rows_of_the_plan() -> None:
    rows: list[Row] = []
    results = measure_all(Everyone(), Options(rounds=1), rows.append)  # type: ignore[arg-type]
    verdicts = judge(results)
    assert len(verdicts) > len(BARS)
    assert {one.word for one in verdicts} <= {"met goal", "met", "MISSED"}
    assert CPYTHON in shown_row(rows[0])
    assert "met goal" in shown_bars(verdicts)
    assert "point get" in shown_calls(results)
