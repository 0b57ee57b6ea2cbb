"""The classes of the tree as a list, for pages and tests that go through all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minivex.errors.application import ConvexError
from minivex.errors.base import MinivexError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["error_registry"]


def error_registry() -> list[type[MinivexError | ConvexError]]:
    """Every class of the tree, parents before children, in the order of the drawing."""
    return [*_descend(MinivexError), *_descend(ConvexError)]


def _descend(
    cls: type[MinivexError | ConvexError],
) -> Iterator[type[MinivexError | ConvexError]]:
    yield cls
    for child in cls.__subclasses__():
        if child.__module__.startswith("minivex.errors."):
            yield from _descend(child)
