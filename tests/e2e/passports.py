"""Passports as the site writes them, written a second time, for tests that need thirty of them."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass, replace

VERDICTS = (None, "right", "unsafe", "costly", "wrong", "error")
MINUTES = 29_384_700
"""The time of the passports, in minutes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """How far somebody is with one exercise."""

    id: str
    version: str
    verdict: str | None
    attempts: int
    deepest: int = 0
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class Passport:
    """What one learner hands over."""

    name: str
    tag: str
    entries: tuple[Entry, ...]
    minutes: int = MINUTES

    def content(self) -> str:
        """What the checksum is made of."""
        rows = [
            [
                each.id,
                each.version,
                VERDICTS.index(each.verdict),
                each.attempts,
                each.deepest,
                each.deepest,
                0,
                *([each.failed] if each.failed else []),
            ]
            for each in self.entries
        ]
        return json.dumps([self.name, self.tag, self.minutes, "", rows])

    def text(self) -> str:
        """The passport to be pasted."""
        return _packed(self.content(), self.content())

    def edited(self, name: str) -> str:
        """The same under another name, with the checksum of before."""
        return _packed(replace(self, name=name).content(), self.content())


def _packed(content: str, summed: str) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content.encode()) + packer.flush()
    data = len(packed).to_bytes(2, "big") + _checksum(summed) + packed
    return f"FIELDBOOK-PASSPORT-1-{base64.b32encode(data).decode().rstrip('=')}"


def _checksum(content: str) -> bytes:
    value = 0xCBF29CE484222325
    for byte in content.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return (value % 2**40).to_bytes(5, "big")
