"""An index as a sorted list: its keys in order, the ranges on it, and where a scan stands.

```
   channel   _creationTime   document
   "blue"    no. 1           messages#1
 ┌ "red"     no. 2           messages#2     kept         ┌ the range that was asked for
 │ "red"     no. 4           messages#4     dropped      [ what the read set keeps
 └ "red"     no. 5           messages#5     next         a range lies between two gaps of the list
   "teal"    no. 3           messages#3
```

Invariant: keys and their order come out of the engine's index; nothing is sorted here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from labkit.harness.names import Names
from minivex import Backend, Interval
from minivex.index.interval import IntervalSet
from minivex.store.revision import Revision
from minivex.store.table_registry import Index
from minivex.values.order import decode_key

__all__ = ["IndexPicture", "Landing", "State"]

Json = dict[str, Any]

State = Literal["", "next", "kept", "dropped"]

_STATES: Mapping[State, str] = {
    "": "",
    "next": "the scan stands here",
    "kept": "read",
    "dropped": "read, dropped by the filter",
}


@dataclass(frozen=True, slots=True)
class Landing:
    """Where another lane's write has its key in the index."""

    key: bytes
    is_inside: bool


@dataclass(slots=True)
class IndexPicture:
    """One index of one snapshot, and how far the call has come in it."""

    world: Backend
    names: Names
    index: Index
    keys: list[bytes] = field(init=False)
    asked: Interval | None = None
    read: IntervalSet = field(default_factory=IntervalSet)
    is_reverse: bool = False
    states: dict[bytes, State] = field(default_factory=dict)
    landing: Landing | None = None
    _revisions: list[Revision] = field(init=False)

    def __post_init__(self) -> None:
        self.look()

    def look(self) -> None:
        """Take the keys from the newest snapshot."""
        latest = self.world.snapshots.latest
        self.keys, self._revisions = latest.scan(
            self.index.table, self.index, b"", None, None, is_reverse=False
        )

    def within(self, interval: Interval) -> list[tuple[bytes, Revision]]:
        """The rows of an interval in the direction of the scan."""
        rows = [
            (key, revision)
            for key, revision in zip(self.keys, self._revisions, strict=True)
            if interval.covers(key)
        ]
        return rows[::-1] if self.is_reverse else rows

    def name(self, key: bytes) -> str:
        """What the document at ``key`` is called."""
        return self.names.show(decode_key(key)[-1])

    def described(self, interval: Interval) -> str:
        """An interval of this index in the engine's notation, ids by their names."""
        return self.names.range(self.world.describe_range(self.index.name, interval))

    def to_json(self) -> Json:
        """What the view draws."""
        fields = self.index.key_fields
        return {
            "index": self.index.name,
            "fields": [*fields[:-1], "document"],
            "order": "desc" if self.is_reverse else "asc",
            "asked": self._span(self.asked),
            "read": [span for part in self.read if (span := self._span(part)) is not None],
            "rows": [
                {
                    "name": self.name(key),
                    "key": self._texts(key),
                    "state": self.states.get(key, ""),
                    "landing": self._landing(key),
                }
                for key in self.keys
            ],
            "counts": {
                "stored": len(self.keys),
                "read": sum(state in ("kept", "dropped") for state in self.states.values()),
                "kept": sum(state == "kept" for state in self.states.values()),
            },
        }

    def table(self) -> Json:
        """The same in rows and columns."""
        asked = f", asked for {self.described(self.asked)}" if self.asked else ""
        kept = ", ".join(self.described(part) for part in self.read) or "nothing yet"
        return {
            "caption": f"{self.index.name} in its order{asked}; the read set keeps {kept}.",
            "columns": [*self.index.key_fields[:-1], "document", "asked for", "read set", "scan"],
            "rows": [
                [
                    *self._texts(key),
                    "yes" if self.asked and self.asked.covers(key) else "–",
                    "inside" if key in self.read else "–",
                    self._said(key),
                ]
                for key in self.keys
            ],
        }

    def _said(self, key: bytes) -> str:
        landing = self._landing(key)
        if landing:
            return f"written, {landing}"
        return _STATES[self.states.get(key, "")] or "–"

    def _landing(self, key: bytes) -> str:
        if self.landing is None or self.landing.key != key:
            return ""
        return "inside" if self.landing.is_inside else "outside"

    def _span(self, interval: Interval | None) -> Json | None:
        """The gaps of the list between which an interval lies: gap 0 is before the first key."""
        if interval is None:
            return None
        return {
            "text": self.described(interval),
            "from": sum(key < interval.start for key in self.keys),
            "to": len(self.keys)
            if interval.end is None
            else sum(key < interval.end for key in self.keys),
        }

    def _texts(self, key: bytes) -> list[str]:
        """The parts of a key: a creation time by its rank, which is all that the order is about."""
        values = decode_key(key)
        shown = [
            self._rank(value) if name == "_creationTime" else self.names.show(value)
            for name, value in zip(self.index.key_fields[:-1], values, strict=False)
        ]
        return [*shown, self.name(key)]

    def _rank(self, created: object) -> str:
        """Which of the stored documents it is, in the order of creation."""
        times = [row["_creationTime"] for row in self.world.documents(self.index.table)]
        return f"no. {sum(float(str(each)) <= float(str(created)) for each in times)}"
