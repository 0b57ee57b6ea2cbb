"""The numbers of promises in the names of tests, and the file that says what each promises."""

from __future__ import annotations

from sitegen.invariants import carriers, read_invariants
from tests.repo.repository import ROOT


def test_promises_are_numbered_from_one_without_a_gap() -> None:
    numbers = [invariant.number for invariant in read_invariants(ROOT)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_number_in_the_name_of_a_test_is_a_promise() -> None:
    known = {invariant.number for invariant in read_invariants(ROOT)}
    unknown = [f"{test.file}::test_{test.name}" for test in carriers(ROOT) if test.numbers - known]
    assert unknown == []


def test_every_test_listed_for_a_promise_exists() -> None:
    existing = {f"{test.file}::test_{test.name}" for test in carriers(ROOT)}
    listed = {name for invariant in read_invariants(ROOT) for name in invariant.unnumbered}
    assert listed - existing == set()


def test_no_test_is_listed_for_a_number_that_it_carries() -> None:
    numbers = {f"{test.file}::test_{test.name}": test.numbers for test in carriers(ROOT)}
    twice = [
        f"{name} ({invariant.number})"
        for invariant in read_invariants(ROOT)
        for name in invariant.unnumbered
        if invariant.number in numbers.get(name, ())
    ]
    assert twice == []


def test_a_promise_is_one_or_two_sentences() -> None:
    odd = [i.number for i in read_invariants(ROOT) if not i.claim.endswith(".") or "  " in i.claim]
    assert odd == []
