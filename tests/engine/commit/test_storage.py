"""A storage in memory, and what a crash leaves of it."""

from __future__ import annotations

from minivex import MemoryStorage


def test_a_crash_loses_what_was_not_flushed() -> None:
    storage = MemoryStorage(b"a")
    storage.append(b"b")
    storage.flush()
    storage.append(b"cde")
    assert storage.read() == b"abcde"
    storage.crash(kept_bytes=1)
    assert storage.read() == b"abc"
    storage.append(b"d")
    storage.crash()
    assert storage.read() == b"abc"


def test_what_is_replaced_survives_a_crash() -> None:
    storage = MemoryStorage(b"old and long")
    storage.replace(b"new")
    storage.crash()
    assert storage.read() == b"new"
