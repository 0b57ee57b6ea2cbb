"""Records in a run of bytes, whole, cut and damaged."""

from __future__ import annotations

import pytest

from minivex.commit.log_bytes import MARK, LogBytes, frame, read_log
from minivex.errors import DamagedLogError

PAYLOADS = [b"first", b"2", b"the third"]
RECORDS = [frame(payload) for payload in PAYLOADS]
LOG = MARK + b"".join(RECORDS)
ENDS = [len(MARK) + sum(map(len, RECORDS[: n + 1])) for n in range(3)]
"""Where each record ends."""


def test_a_log_gives_back_its_records() -> None:
    assert read_log(LOG) == LogBytes(PAYLOADS, is_torn=False)
    assert read_log(MARK) == read_log(b"") == LogBytes([], is_torn=False)


def test_a_cut_at_any_byte_leaves_the_records_before_it() -> None:
    for cut in range(len(LOG)):
        whole = sum(end <= cut for end in ENDS)
        is_torn = cut not in (0, len(MARK), *ENDS)
        assert read_log(LOG[:cut]) == LogBytes(PAYLOADS[:whole], is_torn=is_torn)


@pytest.mark.parametrize("rest", [bytes(40), b"\xff" * 40, b"{" * 40, RECORDS[0][:-1]])
def test_what_is_no_record_is_dropped_at_the_end(rest: bytes) -> None:
    assert read_log(LOG + rest) == LogBytes(PAYLOADS, is_torn=True)


def test_damage_before_an_intact_record_is_told() -> None:
    for at in range(len(MARK), ENDS[1]):
        damaged = LOG[:at] + bytes([LOG[at] ^ 1]) + LOG[at + 1 :]
        with pytest.raises(DamagedLogError, match=r"byte \d+ of \d+ begins no intact record"):
            read_log(damaged)


def test_damage_in_the_last_record_is_taken_for_a_write_that_was_cut_short() -> None:
    for at in range(ENDS[1], ENDS[2]):
        damaged = LOG[:at] + bytes([LOG[at] ^ 1]) + LOG[at + 1 :]
        assert read_log(damaged) == LogBytes(PAYLOADS[:2], is_torn=True)


def test_other_bytes_are_no_log() -> None:
    for at in range(len(MARK)):
        with pytest.raises(DamagedLogError, match="This is not a log of minivex"):
            read_log(LOG[:at] + bytes([LOG[at] ^ 1]) + LOG[at + 1 :])
    with pytest.raises(DamagedLogError, match="begins with b'minor'"):
        read_log(b"minor")
