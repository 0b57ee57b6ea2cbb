"""The log of a backend, handed to the page, which keeps it in the browser.

```
 append ──▶ here ── hand_over ──▶ {"kind": "log", "from": 1200, "data": base64, "commits": 7}
 replace ─▶ here ── hand_over ──▶ {"kind": "log", "from": 0, …}
```

What is handed over stands in the place of everything from byte ``from`` on. A commit that was not
handed over was not acknowledged: nobody has seen its answer yet.

Invariant: what the page has is, at every moment, what the log was at some commit.
"""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

__all__ = ["PageLog", "Tell"]

Tell = Callable[[dict[str, Any]], None]

BATCH_BYTES = 64_000
"""A long run tells the page on the way, so that stopping it loses little."""
COMPACT_BYTES = 256_000
"""A log shorter than this is not worth making anew."""


class PageLog:
    """A storage of ``Backend.open``. ``commits`` counts those of the whole life of the log."""

    def __init__(self, data: bytes, tell: Tell, *, commits: int = 0) -> None:
        self._data = bytearray(data)
        self._handed = len(data)
        self._base = 0
        self._tell = tell
        self.commits = commits

    @property
    def size_bytes(self) -> int:
        """How long the log is; with what the page has, it says whether both have the same."""
        return len(self._data)

    @property
    def is_long(self) -> bool:
        """Whether most of it is history that a snapshot would leave out."""
        return len(self._data) > 2 * self._base + COMPACT_BYTES

    def read(self) -> bytes:
        """All bytes there are."""
        return bytes(self._data)

    def append(self, data: bytes) -> None:
        """Add the record of a commit."""
        self._data += data
        self.commits += 1

    def flush(self) -> None:
        """Hand over, if much is waiting; the rest follows at the end of the request."""
        if len(self._data) - self._handed > BATCH_BYTES:
            self.hand_over()

    def replace(self, data: bytes) -> None:
        """Let ``data`` take the place of everything."""
        self._data = bytearray(data)
        self._base = len(data)
        self._handed = 0

    def hand_over(self) -> None:
        """Give the page what it does not have."""
        start = self._handed
        if start < len(self._data):
            self._handed = len(self._data)
            data = b64encode(self._data[start:]).decode()
            self._tell({"kind": "log", "from": start, "data": data, "commits": self.commits})
