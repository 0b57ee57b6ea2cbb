"""A snapshot answers from every index, and finds nothing in a table that is not there."""

from __future__ import annotations

import pytest

from tests.engine.small_backend import new_backend


def test_get_and_scan_of_an_unknown_table_find_nothing() -> None:
    snapshot = new_backend().snapshots.latest
    index = snapshot.registry.by_name["users"].by_id
    assert snapshot.get("nowhere", b"") is None
    assert snapshot.scan("nowhere", index, b"", None, None, is_reverse=False) == ([], [])


def test_an_index_that_lacks_a_document_breaks_the_invariant() -> None:
    backend = new_backend()
    backend.load("users", [{"email": "a"}])
    latest = backend.snapshots.latest
    latest.check_invariants()
    key = latest.maps["users"][2].slice()[0][0]
    latest.maps["users"][2].remove(key)
    with pytest.raises(AssertionError):
        latest.check_invariants()
