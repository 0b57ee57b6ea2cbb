"""Document ids: a table number and 16 bytes, spelled as 31 to 37 characters.

::

    bytes = table number (LEB128, 1-5) | internal id (16) | Fletcher-16 checksum (2)
    text  = Crockford base32 of the bytes, lower case, no padding

The checksum makes every one-character slip fail to decode. Every number below 2**32 but 0 is
a table number; the tables of a schema get numbers above 10000, so their ids have 32 characters.

Source: docs "Document IDs"; convex-backend crates/value/src/id_v6.rs and base32.rs.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from typing import Final

from minivex.errors import IdDecodeError

__all__ = ["INTERNAL_ID_BYTES", "TABLE_NUMBER_MAX", "decode_id", "encode_id"]

INTERNAL_ID_BYTES: Final = 16
TABLE_NUMBER_MAX: Final = 2**32 - 1

_VERSION: Final = 0
_FOOTER_BYTES: Final = 2
_LENGTH_MIN: Final = 31
_LENGTH_MAX: Final = 37
_TABLE_NUMBER_BYTES_MAX: Final = 5

_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_DIGITS: Final = {character: index for index, character in enumerate(_ALPHABET)}
_CHARACTERS: Final = _ALPHABET.encode() + bytes(256 - len(_ALPHABET))
"""For ``bytes.translate``: a character at each of the 32 numbers that five bits can be."""


def encode_id(table_number: int, internal: bytes) -> str:
    """Spell the id of a document.

    >>> encode_id(10001, bytes(range(16)))
    'j57000820c20a1g7104gm2rc1m70ynr8'
    """
    assert 1 <= table_number <= TABLE_NUMBER_MAX, table_number
    assert len(internal) == INTERNAL_ID_BYTES, internal
    body = _leb128(table_number) + internal
    return _base32(body + _footer(body).to_bytes(_FOOTER_BYTES, "little"))


@lru_cache(maxsize=1 << 14)
def decode_id(text: str) -> tuple[int, bytes]:
    """Table number and internal id of a spelled id. Repeated ids are answered from a cache.

    Raises: IdDecodeError, if ``text`` is not the one spelling of an id.
    Differs: a text that is wrong in two ways may get the other of the two complaints.
    """
    length = len(text.encode(errors="surrogatepass"))
    if not _LENGTH_MIN <= length <= _LENGTH_MAX:
        raise _undecodable(f"Invalid ID length {length}")
    data = _from_base32(text)
    table_number, at = _from_leb128(data)
    end = at + INTERNAL_ID_BYTES
    if len(data) != end + _FOOTER_BYTES:
        raise _undecodable(f"Invalid ID length {length}")
    found = int.from_bytes(data[end:], "little")
    expected = _footer(data[:end])
    if found != expected:
        raise _undecodable(f"Invalid ID version {found} (expected {expected})")
    if _base32(data) != text:
        raise _undecodable("ID wasn't valid base32")
    return table_number, data[at:end]


def _undecodable(reason: str) -> IdDecodeError:
    return IdDecodeError(f"Unable to decode ID: {reason}")


def _footer(body: bytes) -> int:
    """Fletcher-16 with both sums modulo 256, combined with the version of the format."""
    sums = list(accumulate(body))
    return ((sum(sums) & 0xFF) << 8 | sums[-1] & 0xFF) ^ _VERSION


@lru_cache(maxsize=1 << 10)
def _leb128(number: int) -> bytes:
    out = bytearray()
    while number >= 0x80:  # noqa: PLR2004 - seven bits a byte
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _from_leb128(data: bytes) -> tuple[int, int]:
    number = 0
    for at, byte in enumerate(data[:_TABLE_NUMBER_BYTES_MAX]):
        number |= (byte & 0x7F) << 7 * at
        if byte < 0x80:  # noqa: PLR2004 - no continuation bit
            is_canonical = byte or not at
            if 1 <= number <= TABLE_NUMBER_MAX and is_canonical:
                return number, at + 1
            break
    raise _undecodable("Invalid table number")


def _base32(data: bytes) -> str:
    bits = len(data) * 8
    characters = (bits + 4) // 5
    number = int.from_bytes(data, "big") << characters * 5 - bits
    if characters <= _AT_ONCE:
        return _spelled(number)[_AT_ONCE - characters :]
    high = _spelled(number >> 5 * _AT_ONCE)
    return high[2 * _AT_ONCE - characters :] + _spelled(number & _LOW)


_AT_ONCE: Final = 32
"""Characters that are spelled together: all of them, for the ids of most tables."""
_LOW: Final = (1 << 5 * _AT_ONCE) - 1


def _spelled(number: int) -> str:
    """Thirty-two characters for 160 bits.

    Five times, the upper half of every group of bits moves up, so that the halves of a group are
    as far apart as halves of bytes will be; then five bits are left in each byte. Every insert
    makes an id, and a loop over the characters takes twice the time.
    """
    for upper_halves, distance in _MOVES:
        number += (number & upper_halves) * distance
    return number.to_bytes(_AT_ONCE, "big").translate(_CHARACTERS).decode()


def _moves() -> tuple[tuple[int, int], ...]:
    """A mask of the groups' upper halves for each step, and what adding so many of them moves."""
    moves = []
    group, room = 5 * _AT_ONCE, 8 * _AT_ONCE
    while room > 8:  # noqa: PLR2004 - a byte for each character
        half = group // 2
        upper_half = (1 << half) - 1 << half
        mask = sum(upper_half << at for at in range(0, 8 * _AT_ONCE, room))
        moves.append((mask, (1 << room // 2 - half) - 1))
        group, room = half, room // 2
    return tuple(moves)


_MOVES: Final = _moves()


def _from_base32(text: str) -> bytes:
    number = 0
    for character in text:
        digit = _DIGITS.get(character)
        if digit is None:
            raise _undecodable("ID wasn't valid base32")
        number = number << 5 | digit
    bits = len(text) * 5
    return (number >> bits % 8).to_bytes(bits // 8, "big")
