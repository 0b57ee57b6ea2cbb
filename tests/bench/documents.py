"""The documents that every contender holds: the same numbers in Python and in JavaScript.

A multiplicative generator makes them, so that no random library has to agree with another.
``documents.mjs`` is this file again for the contenders in JavaScript.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

__all__ = ["Document", "make_documents", "make_nested", "mixed"]

Document: TypeAlias = dict[str, Any]

MODULUS = 2_147_483_647
WORDS = 12


def _numbers(seed: int) -> Iterator[int]:
    number = seed
    while True:
        number = number * 16807 % MODULUS
        yield number


def make_documents(count: int, *, channels: int | None = None, seed: int = 42) -> list[Document]:
    """``count`` messages; about 50 to a channel, or dealt in turn to ``channels`` of them.

    The words of a body are few and uneven, as in text; one document in a hundred is done.
    """
    numbers = _numbers(seed)
    scattered = max(1, count // 50)
    found = []
    for position in range(count):
        words = []
        for _ in range(WORDS):
            fraction = next(numbers) / MODULUS
            words.append(f"w{int(fraction * fraction * 1000)}")
        channel = position % channels if channels else next(numbers) % scattered
        found.append(
            {
                "channel": f"c{channel:06d}",
                "author": f"u{next(numbers) % 100:03d}",
                "score": float(next(numbers) % 1000),
                "body": " ".join(words),
                "done": next(numbers) % 100 == 0,
                "n": 0.0,
                "seq": float(position),
            }
        )
    return found


def make_nested(count: int) -> list[Document]:
    """``count`` documents with lists and objects inside: about 40 values, four levels deep."""
    return [
        {
            "title": f"order {position}",
            "customer": {"name": f"u{position % 100:03d}", "tags": ["a", "b", "c"]},
            "lines": [
                {"sku": f"s{position % 7}{line}", "count": float(line), "price": {"cents": 995.0}}
                for line in range(6)
            ],
        }
        for position in range(count)
    ]


def mixed(documents: list[Document]) -> int:
    """A number that depends on which documents these are, and on their order."""
    return sum(position * int(one["seq"]) for position, one in enumerate(documents, 1))
