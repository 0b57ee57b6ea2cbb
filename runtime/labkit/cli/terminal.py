"""What a terminal can show: colours, its width, a line that says how far a command has come.

```
 one-winner: unsafe.                    colour only where it is a terminal, and NO_COLOR is not set
 ███████░░░░░░░  412 of 2,520 orders    on stderr, gone when the command ends; nothing in a pipe
```

Invariant: what is printed in a pipe has no escape, and does not depend on how wide a terminal is.
"""

import os
import shutil
import sys
from textwrap import fill
from typing import Final, Self, TextIO

__all__ = ["PLAIN", "Progress", "Style", "filled", "style_of"]

WIDTH_MAX: Final = 92
_NARROW: Final = 70
_BAR: Final = 24
_BAR_NARROW: Final = 10


class Style:
    """Colours, if any, and how wide a line may be."""

    def __init__(self, *, is_coloured: bool = False, width: int = WIDTH_MAX) -> None:
        self.width = min(max(width, 24), WIDTH_MAX)
        self._is_coloured = is_coloured

    def bold(self, text: str) -> str:
        """What is read first."""
        return self._in("1", text)

    def good(self, text: str) -> str:
        """What holds."""
        return self._in("32", text)

    def bad(self, text: str) -> str:
        """What does not hold."""
        return self._in("31", text)

    def faint(self, text: str) -> str:
        """What is there to look up."""
        return self._in("2", text)

    def _in(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._is_coloured and text else text


PLAIN: Final = Style()
"""A pipe."""


def style_of(stream: TextIO) -> Style:
    """How to write to ``stream``: plain, unless it is a terminal that has colours."""
    if not stream.isatty():
        return PLAIN
    is_coloured = not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"
    return Style(is_coloured=is_coloured, width=shutil.get_terminal_size().columns - 1)


def filled(text: str, width: int = WIDTH_MAX) -> str:
    """``text`` with lines of at most ``width``; its own line breaks stay, blank lines go."""
    return "\n".join(fill(line, width) for line in text.splitlines() if line.strip())


class Progress:
    """One line on stderr that is written over and over; only on a terminal."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._is_shown = self._stream.isatty() and os.environ.get("TERM", "") != "dumb"
        self._width = shutil.get_terminal_size().columns - 1 if self._is_shown else 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    def show(self, done: int, total: int, label: str) -> None:
        """Draw the bar: ``done`` of ``total``, and what is being done."""
        if not self._is_shown:
            return
        cells = _BAR if self._width >= _NARROW else _BAR_NARROW
        filled = cells * min(done, total) // max(total, 1)
        bar = "█" * filled + "░" * (cells - filled)
        line = f"{bar}  {done:,} of {total:,}  {label}"[: self._width]
        self._stream.write(f"\r\x1b[K{line}")
        self._stream.flush()

    def print(self, line: str) -> None:
        """Print a line to stdout that stays."""
        self._clear()
        print(line, flush=True)

    def _clear(self) -> None:
        if self._is_shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
