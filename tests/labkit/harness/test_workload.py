"""A scene is read from the names of a file, and its rule is judged at the end of an order."""

from __future__ import annotations

from typing import Any

import pytest

from labkit.harness.history import history_of
from labkit.harness.play import Grain, replay
from labkit.harness.recorder import Recorder, written_keys
from labkit.harness.workload import Verdict, WorkloadError, workload_of
from minivex import Isolation


@pytest.fixture
def scene(two_lanes_files: dict[str, str]) -> dict[str, Any]:
    namespace: dict[str, Any] = {"__name__": "counters"}
    exec(two_lanes_files["lost_update.py"], namespace)
    return namespace


def verdict(scene: dict[str, Any], moves: str, isolation: Isolation) -> Verdict:
    workload = workload_of(scene, "counters")
    recorder = Recorder()
    play = replay(
        workload.start,
        workload.lanes,
        moves,
        grain=Grain.STEP,
        tracer=recorder,
        isolation=isolation,
    )
    return workload.judge(play, history_of(recorder.events, written_keys(play.world)))


def test_names_of_rows_become_ids(scene: dict[str, Any]) -> None:
    workload = workload_of(scene, "counters")
    (row,) = workload.start.documents("counters")
    assert [lane.args["counter_id"] for lane in workload.lanes] == [row["_id"]] * 2


def test_the_rule_is_open_until_every_lane_has_ended(scene: dict[str, Any]) -> None:
    found = verdict(scene, "aaaab", Isolation.SERIALIZABLE)
    assert found.state == "open"
    assert found.sentence.endswith("Not decided: b can still move.")


def test_a_kept_rule_comes_with_its_serial_order(scene: dict[str, Any]) -> None:
    found = verdict(scene, "aabbaabbbbbb", Isolation.SERIALIZABLE)
    assert found.state == "kept"
    assert found.sentence.endswith("It is as if lane a had run before lane b.")


def test_a_broken_rule_comes_with_a_cycle(scene: dict[str, Any]) -> None:
    found = verdict(scene, "aabbaabb", Isolation.NONE)
    assert found.state == "broken"
    assert "Lane b read counters#1 (line 10) before lane a changed it" in found.sentence
    assert found.sentence.endswith("over what lane a had written: neither can come first.")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("schema", None, "needs a schema"),
        ("rows", None, "needs rows, a dict"),
        ("rows", {"counters": {"value": 1}}, "must be a list of dicts"),
        ("calls", {}, 'two to four lanes, named "a", "b"'),
        ("calls", {"b": ("increment", {}), "a": ("increment", {})}, "in this order"),
        (
            "calls",
            {"a": ("incr", {}), "b": ("increment", {})},
            "Lane a calls incr, and the file defines increment",
        ),
        ("calls", {"a": "increment", "b": ("increment", {})}, r'calls\["a"\] must be'),
        ("invariant", None, "needs def invariant"),
        ("invariant", lambda _: True, "docstring of invariant"),
    ],
)
def test_what_a_scene_lacks_is_named(
    scene: dict[str, Any], name: str, value: object, message: str
) -> None:
    with pytest.raises(WorkloadError, match=message):
        workload_of({**scene, name: value}, "counters")
