"""Who holds a snapshot keeps it as it is; nobody else pays for that."""

from __future__ import annotations

import pytest

from tests.engine.small_backend import new_backend


def test_a_commit_changes_the_newest_snapshot_in_place_when_nobody_holds_it() -> None:
    backend = new_backend()
    newest = backend.snapshots.latest
    backend.load("users", [{"email": "a"}])
    assert backend.snapshots.latest is newest


def test_a_held_snapshot_stays_as_it_was() -> None:
    backend = new_backend()
    backend.load("users", [{"email": "a"}])
    held = backend.snapshots.pin()
    posts = held.maps["posts"]
    backend.load("users", [{"email": "b"}])
    assert backend.snapshots.latest is not held
    assert len(held.maps["users"][0]) == 1
    assert backend.snapshots.latest.maps["posts"] is posts
    backend.snapshots.release(held)
    newest = backend.snapshots.latest
    backend.load("users", [{"email": "c"}])
    assert backend.snapshots.latest is newest


def test_a_held_snapshot_stays_as_it_was_when_a_second_commit_changes_another_table() -> None:
    backend = new_backend()
    backend.load("users", [{"email": "a"}])
    held = backend.snapshots.pin()
    backend.load("users", [{"email": "b"}])
    newest = backend.snapshots.latest
    backend.load("posts", [{"body": "in place, because nobody holds the newest one"}])
    assert backend.snapshots.latest is newest
    assert len(newest.maps["posts"][0]) == 1
    assert len(held.maps["posts"][0]) == 0


def test_a_shared_snapshot_is_never_changed_again() -> None:
    backend = new_backend()
    backend.load("users", [{"email": "a"}])
    fork = backend.fork()
    fork.load("users", [{"email": "b"}])
    fork.load("posts", [{"body": "b"}])
    backend.load("users", [{"email": "c"}])
    assert [row["email"] for row in backend.documents("users")] == ["a", "c"]
    assert backend.documents("posts") == []
    assert [row["email"] for row in fork.documents("users")] == ["a", "b"]
    fork.snapshots.latest.check_invariants()


def test_a_pin_is_released_once() -> None:
    backend = new_backend()
    held = backend.snapshots.pin()
    backend.snapshots.release(held)
    with pytest.raises(AssertionError):
        backend.snapshots.release(held)
