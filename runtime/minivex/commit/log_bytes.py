"""The bytes of a log: a mark, then records, each with its length and checksum.

::

    "minivex\\x01" │ length │ checksum │ payload │ length │ checksum │ payload │ …
       8 bytes       8 bytes   4 bytes    length

A crash can only spoil the end: records are written one after the other, and each is flushed
before the next one begins. So bytes that are no record are the rest of a write that nobody
was told of, and are dropped, unless an intact record follows. Then something that had been
flushed is damaged, and going on without it would lose commits: the log is refused.

Invariant: no payload has a zero byte, while the first byte of every length is zero. So nothing
inside a payload is ever taken for a record.

Source: convex-backend crates/common/src/persistence.rs (what a log promises).
Differs: damage to the very last record looks like a write that was cut short.
"""

from __future__ import annotations

from binascii import crc32
from struct import Struct
from typing import Final, NamedTuple

from minivex.errors import DamagedLogError

__all__ = ["MARK", "LogBytes", "frame", "read_log"]

MARK: Final = b"minivex\x01"
"""What every log begins with; the last byte is the version of the format."""

_LENGTH: Final = Struct(">Q")
_HEADER: Final = Struct(">QI")


class LogBytes(NamedTuple):
    """The payloads of a log; ``is_torn`` if there were bytes behind the last one."""

    payloads: list[bytes]
    is_torn: bool


def frame(payload: bytes) -> bytes:
    """The record that holds ``payload``."""
    assert payload, "an empty record could not be told from empty space"
    assert 0 not in payload, "no payload looks like a record"
    return _HEADER.pack(len(payload), _checksum(payload)) + payload


def read_log(data: bytes) -> LogBytes:
    """Take a log apart, up to where a crash cut it off.

    Cost: O(bytes), and for the part behind the first damage up to O(bytes²).
    Raises: DamagedLogError, if ``data`` is no log, or is damaged where no crash can reach.
    """
    if MARK.startswith(data[: len(MARK)]) and len(data) < len(MARK):
        return LogBytes([], is_torn=bool(data))
    if not data.startswith(MARK):
        raise DamagedLogError(
            f"This is not a log of minivex: it begins with {data[: len(MARK)]!r} "
            f"and not with {MARK!r}. Check which storage is opened."
        )
    payloads = []
    at = len(MARK)
    while (payload := _payload_at(data, at)) is not None:
        payloads.append(payload)
        at += _HEADER.size + len(payload)
    for later in range(at + 1, len(data)):
        if _payload_at(data, later) is not None:
            raise DamagedLogError(
                f"The log is damaged: byte {at} of {len(data)} begins no intact record, but an "
                f"intact one begins at byte {later}. Restore the log from a copy."
            )
    return LogBytes(payloads, is_torn=at < len(data))


def _payload_at(data: bytes, at: int) -> bytes | None:
    """The payload of the record that begins at ``at``, if an intact one does."""
    start = at + _HEADER.size
    if start > len(data):
        return None
    length, checksum = _HEADER.unpack_from(data, at)
    if not 0 < length <= len(data) - start:
        return None
    payload = data[start : start + length]
    return payload if _checksum(payload) == checksum else None


def _checksum(payload: bytes) -> int:
    """The checksum of a payload and its length."""
    return crc32(payload, crc32(_LENGTH.pack(len(payload))))
