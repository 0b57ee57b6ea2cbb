"""Ids: the backend's spelling, and no other."""

from __future__ import annotations

import random

import pytest

from minivex.errors import IdDecodeError
from minivex.values.ids import decode_id, encode_id

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"

SPELLINGS = [
    (1, bytes(16), "0400000000000000000000000000248"),
    (10001, bytes(range(16)), "j57000820c20a1g7104gm2rc1m70ynr8"),
    (10001, b"\xff" * 16, "j57fzzzzzzzzzzzzzzzzzzzzzzzzzkyr"),
    (16383, bytes(16), "zxzg0000000000000000000000000zjx"),
    (16384, bytes(16), "g2002000000000000000000000000001j4"),
    (2**32 - 1, b"\xff" * 16, "zzzzzzrfzzzzzzzzzzzzzzzzzzzzzzzzzzxjj"),
]


@pytest.mark.parametrize(("number", "internal", "text"), SPELLINGS)
def test_the_spelling_is_the_backends(number: int, internal: bytes, text: str) -> None:
    assert encode_id(number, internal) == text
    assert decode_id(text) == (number, internal)


@pytest.mark.parametrize(
    ("number", "length"), [(1, 31), (127, 31), (128, 32), (10001, 32), (16383, 32), (16384, 34)]
)
def test_the_length_tells_the_size_of_the_table_number(number: int, length: int) -> None:
    text = encode_id(number, b"\xa5" * 16)
    assert len(text) == length
    assert decode_id(text) == (number, b"\xa5" * 16)


def random_ids(count: int) -> list[str]:
    dice = random.Random(2026)
    return [encode_id(dice.randrange(10001, 16384), dice.randbytes(16)) for _ in range(count)]


@pytest.mark.parametrize("text", random_ids(4))
def test_no_id_survives_the_change_of_one_character(text: str) -> None:
    for at, old in enumerate(text):
        for new in ALPHABET:
            if new != old:
                with pytest.raises(IdDecodeError):
                    decode_id(text[:at] + new + text[at + 1 :])


@pytest.mark.parametrize("text", random_ids(40))
def test_no_id_survives_a_swap_of_neighbours(text: str) -> None:
    for at in range(len(text) - 1):
        swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if swapped != text:
            with pytest.raises(IdDecodeError):
                decode_id(swapped)


GOOD = "j57000820c20a1g7104gm2rc1m70ynr8"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Invalid ID length 0"),
        ("not_an_id", "Invalid ID length 9"),
        (GOOD + "000000", "Invalid ID length 38"),
        # A table number of two bytes leaves no room for the rest.
        ("sssswsgggggggggsgcsssfafffsffks", "Invalid ID length 31"),
        # One more character, and no more bytes.
        (GOOD + "0", "ID wasn't valid base32"),
        (GOOD.upper(), "ID wasn't valid base32"),
        (GOOD[:-1] + "u", "ID wasn't valid base32"),
        (GOOD[:-1] + "é", "Invalid ID length 33|ID wasn't valid base32"),
        (GOOD[:-1] + "9", r"Invalid ID version \d+ \(expected \d+\)"),
        # Spare bits of the last character must be zero.
        ("0400000000000000000000000000249", "ID wasn't valid base32"),
        # Table number zero, a number spelled too long, and one beyond 32 bits.
        ("0" * 31, "Invalid table number"),
        ("g0000000000000000000000000000000", "Invalid table number"),
        ("z" * 37, "Invalid table number"),
    ],
)
def test_what_is_no_id_says_why(text: str, reason: str) -> None:
    with pytest.raises(IdDecodeError, match=f"^Unable to decode ID: (?:{reason})$"):
        decode_id(text)
