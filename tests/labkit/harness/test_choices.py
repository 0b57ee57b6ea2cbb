"""Every combination of choices is met once, in lexicographic order."""

from __future__ import annotations

import itertools

import pytest

from labkit.harness.choices import Choices, every_choice


def test_every_combination_is_met_once_and_in_order() -> None:
    found = list(every_choice(lambda c: (c.pick(2), c.pick(3), c.pick(2))))
    assert found == list(itertools.product(range(2), range(3), range(2)))


def test_later_choices_may_depend_on_earlier_ones() -> None:
    def body(choices: Choices) -> tuple[int, ...]:
        first = choices.pick(3)
        return (first, *(choices.pick(2) for _ in range(first)))

    found = list(every_choice(body))
    assert len(found) == 1 + 2 + 4
    assert found == sorted(found)


def test_a_body_without_choices_runs_once() -> None:
    assert list(every_choice(lambda _: "once")) == ["once"]


def test_nothing_to_choose_from_is_an_error() -> None:
    with pytest.raises(ValueError, match="choice 0 has no option"):
        list(every_choice(lambda c: c.pick(0)))


def test_a_body_that_depends_on_something_else_is_found_out() -> None:
    options = iter((2, 3))
    with pytest.raises(ValueError, match="choice 0 had 2 options, now it has 3"):
        list(every_choice(lambda c: c.pick(next(options)) + c.pick(2)))
