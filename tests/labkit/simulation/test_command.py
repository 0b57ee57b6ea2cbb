"""fieldbook simulate: exit 0 when all histories agree, 1 and a story when one differs."""

from __future__ import annotations

import json

import pytest

from labkit.cli import main
from tests.simulation.planted import PLANTED


def test_histories_that_agree(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--histories", "20", "--seed", "3"]) == 0
    assert capsys.readouterr().out.startswith("20 histories agree with the model, ")
    assert main(["simulate", "--only", "5", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result == {"agree": True, "seed": 0, "histories": 1}
    assert main(["simulate", "--jobs", "--histories", "5"]) == 0
    assert capsys.readouterr().out.startswith("5 histories agree")


def test_a_history_that_differs_can_be_played_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (bug,) = [one for one in PLANTED if one.name == "a write that changes nothing is staged"]
    bug.plant(monkeypatch)
    assert main(["simulate", "--seed", "3", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["agree"], found["kind"]) == (False, "no-op")
    assert found["again"] == f"fieldbook simulate --seed 3 --only {found['number']}"
    assert main(found["again"].split()[1:]) == 1
    out = capsys.readouterr().out
    assert (
        out
        == f"history {found['number']} of seed 3\n\n{found['story']}\n\nagain: {found['again']}\n"
    )
