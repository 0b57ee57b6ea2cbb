"""Random histories agree with the slow model, and repeat themselves."""

from __future__ import annotations

import pytest

from labkit.simulation.campaign import cases, first_failure
from labkit.simulation.history import play
from labkit.simulation.pushing import PushRefused, Redefined
from labkit.simulation.shrinker import shrink
from labkit.simulation.story import tell

SEED = 0
FEW = 300
MANY = 2_000
"""`make test` plays five times as many without measuring coverage, which is slow."""


def check(seed: int, histories: int) -> None:
    failure = first_failure(seed, histories)
    if failure is not None:
        number, case, difference = failure
        shrunk = shrink(case, difference)
        pytest.fail(
            f"history {number} of seed {seed}\n\n{tell(shrunk.case, shrunk.difference)}\n\n"
            f"again: fieldbook simulate --seed {seed} --only {number}"
        )


def test_inv45_a_few_hundred_random_histories_agree_with_the_model() -> None:
    check(SEED + 1, FEW)


@pytest.mark.slow
def test_inv45_two_thousand_random_histories_agree_with_the_model() -> None:
    check(SEED, MANY)


def test_inv83_a_history_played_again_makes_the_same_moves_and_sees_the_same() -> None:
    for _, case, world in cases(SEED, 0, 100):
        first, again = play(case, world), play(case, world)
        assert first.record.moves == again.record.moves
        assert first.record.outcomes == again.record.outcomes
        assert [one.memory.log for one in first.record.attempts] == [
            one.memory.log for one in again.record.attempts
        ]
        assert first.backend.latest_ts == again.backend.latest_ts


def test_a_history_leaves_the_database_it_was_forked_from_as_it_was() -> None:
    for _, case, world in cases(SEED, 0, 100):
        before = {table: world.backend.documents(table) for table in ("as", "bs")}
        play(case, world)
        assert {table: world.backend.documents(table) for table in ("as", "bs")} == before


def test_the_histories_meet_what_they_are_meant_to_check() -> None:
    conflicts = retries = given_up = new_tables = nested = caught = pages = 0
    in_force = refused = overtaken = stale = stamps = 0
    for _, case, world in cases(SEED, 0, 500):
        record = play(case, world).record
        new_tables += sum(
            one.conflict is not None and one.conflict.table == "_tables" for one in record.ended
        )
        conflicts += sum(one.conflict is not None for one in record.ended)
        retries += sum(one.commit_ts is not None and one.version > 0 for one in record.ended)
        given_up += sum("OptimisticConcurrency" in outcome for outcome in record.outcomes)
        logs = [entry for one in record.attempts for entry in one.memory.log]
        nested += sum(entry.startswith("returned") for entry in logs)
        caught += sum(entry.startswith("caught") for entry in logs)
        pages += sum(" done=" in entry for entry in logs)
        in_force += sum(
            isinstance(one, Redefined) and one.plan is not None for one in record.events
        )
        refused += sum(isinstance(one, PushRefused) for one in record.events)
        overtaken += sum(
            one.conflict is not None and one.conflict.table == "_schemas" for one in record.ended
        )
        stale += "is_stale=True" in repr(case.calls)
        stamps += sum("[unresolved commit timestamp]" in entry for entry in logs)
    assert min(conflicts, retries, nested, caught, pages, in_force, refused, stale) > 25
    assert min(overtaken, stamps) > 2
    assert min(given_up, new_tables) > 1
