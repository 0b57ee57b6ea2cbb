"""No file passes, hangs or breaks the grader by anything but doing the exercise: each runs in the real process."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from labkit.process import grade_in_process
from tests.labkit.grader.attacks import ATTACKS, Attack
from tests.labkit.grader.programs import SMALL_EXERCISE

pytestmark = pytest.mark.slow

SECONDS, SECONDS_OF_THE_ENDLESS = 15.0, 1.5


def report_on(attack: Attack) -> dict[str, Any]:
    seconds = SECONDS_OF_THE_ENDLESS if attack.kind == "Timeout" else SECONDS
    return grade_in_process("add-one", SMALL_EXERCISE, attack.source, deadline_s=seconds)


@pytest.fixture(scope="module")
def reports() -> dict[str, dict[str, Any]]:
    """The report on each attack; two processes at a time, because that is what the smallest machine has."""
    with ThreadPoolExecutor(2) as pool:
        return dict(zip([each.name for each in ATTACKS], pool.map(report_on, ATTACKS), strict=True))


@pytest.mark.parametrize("attack", ATTACKS, ids=[each.name for each in ATTACKS])
def test_an_attack_gets_a_report_and_does_not_pass(
    attack: Attack, reports: dict[str, dict[str, Any]]
) -> None:
    report = reports[attack.name]
    assert report["verdict"] in ("wrong", "error")
    assert [check["id"] for check in report["checks"]] == ["adds-one"]
    assert all(check["status"] != "passed" for check in report["checks"])
    error, failure = report["error"], report["failure"]
    message = error["message"] if error else failure["message"]
    assert message
    assert len(message) < 1_000
    if attack.kind:
        assert error["type"] == attack.kind
    assert attack.words in message


def test_names_of_attacks_are_unique() -> None:
    assert len({each.name for each in ATTACKS}) == len(ATTACKS)
