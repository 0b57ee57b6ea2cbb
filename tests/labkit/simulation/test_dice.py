"""Dice throw the same for the same seed, and evenly."""

from __future__ import annotations

from collections import Counter

from labkit.simulation.dice import Dice, mixed


def test_a_seed_always_throws_the_same() -> None:
    dice = Dice(1, 2)
    assert [dice.below(100) for _ in range(6)] == [73, 99, 7, 76, 5, 34]


def test_throws_are_even() -> None:
    dice = Dice(3)
    counts = Counter(dice.below(6) for _ in range(6_000))
    assert set(counts) == set(range(6))
    assert all(850 < count < 1_150 for count in counts.values())


def test_neighbouring_seeds_have_nothing_in_common() -> None:
    assert len({Dice(0, number).below(1 << 30) for number in range(1_000)}) == 1_000
    assert mixed(1, 2) != mixed(2, 1)


def test_a_chance_of_nothing_and_of_everything() -> None:
    dice = Dice(5)
    assert not any(dice.chance(0) for _ in range(100))
    assert all(dice.chance(100) for _ in range(100))
    assert dice.pick(["only"]) == "only"
