"""A read that was overtaken is found, with what the call wrote all the same."""

from __future__ import annotations

from labkit.harness.stale import stale_read
from tests.labkit.conftest import Counters
from tests.labkit.harness.test_history import history


def test_a_read_that_was_overtaken_is_found_with_its_write(counters: Counters) -> None:
    found = stale_read(history(counters, "abbccaa", "add_in_two_steps", "add", "add"))
    assert found is not None
    assert (found.call, found.other, found.document) == ("a", "b", counters.id)
    assert found.landed.id == counters.id
    assert found.read_ts < found.other_ts
    assert found.write is not None
    assert found.is_blind


def test_a_read_may_be_overtaken_without_a_write_after_it(counters: Counters) -> None:
    found = stale_read(history(counters, "abbbaa", "add_in_two_steps", "add_in_two_steps"))
    assert found is not None
    assert found.write is None, "writing 1 over 1 changes nothing"


def test_a_mutation_never_goes_on_with_an_old_read(counters: Counters) -> None:
    assert stale_read(history(counters, "abab", "add", "add")) is None
    assert stale_read(history(counters, "aaabbb", "add_in_two_steps", "add_in_two_steps")) is None
