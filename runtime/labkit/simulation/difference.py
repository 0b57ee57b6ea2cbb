"""Where the engine and the model part."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Differ", "Difference"]


class Difference(NamedTuple):
    """``kind`` is short and stable; ``text`` says what was found and what was wanted."""

    kind: str
    text: str


class Differ(Exception):  # noqa: N818 - carries an answer out of a comparison
    """Ends a comparison with its answer."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(kind)
        self.difference = Difference(kind, text)
