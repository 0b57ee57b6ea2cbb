"""A step is made, performed once, and remembered while it is open."""

from __future__ import annotations

import pytest

from minivex.functions.step import Step, StepLog


def make(log: StepLog) -> Step[int]:
    return Step(log, "1.0/get", "ctx.db", "get", len, "abc")


def test_a_step_is_open_until_it_is_performed() -> None:
    log: StepLog = {}
    first, second = make(log), make(log)
    assert list(log) == [first, second]
    assert first.perform() == 3
    assert list(log) == [second]
    assert second.belongs_to(log)
    assert not second.belongs_to({})


def test_a_step_knows_the_line_that_made_it() -> None:
    step = make({})
    assert step.where.file == __file__
    assert step.where.function == "test_a_step_knows_the_line_that_made_it"


def test_awaiting_hands_the_step_to_whoever_runs_the_coroutine() -> None:
    step = make({})

    async def handler() -> int:
        return await step

    coroutine = handler()
    assert coroutine.send(None) is step
    with pytest.raises(StopIteration) as stopped:
        coroutine.send(3)
    assert stopped.value.value == 3


def test_long_arguments_are_cut_in_the_detail() -> None:
    log: StepLog = {}
    step = Step(log, "1.0/insert", "ctx.db", "insert", print, "t", None, {"x": "y" * 100})
    assert step.detail.startswith("ctx.db.insert('t', {'x': 'yyy")
    assert step.detail.endswith("…)")
