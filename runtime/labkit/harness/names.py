"""Names for people: ``jobs#1`` for an id, version 2 for a timestamp.

```
 ids          by table, in order of creation:          jobs#1, jobs#2, …
 versions     0 after set-up, then one per commit:     0, 1, 2, …
```

Invariants: a name once given stays; the same run gives the same names, so nothing random is ever shown.
"""

import json
import re
from collections.abc import Mapping

from minivex import Backend, Int64
from minivex.values.value import Undefined

__all__ = ["Names", "listed"]

_BOUND = re.compile(r"\((?:[\w.]+, )*_creationTime, _id\) (<=|>=|<|>) \([^()]+, (\w+#\d+)\)")
_JOBS = "_scheduled_functions"
_ID = re.compile(r"([\"']?)\b([0-9a-z]{31,37})\b\1")


class Names:
    """What ids and timestamps of one run are called."""

    __slots__ = ("_names", "_numbers", "_versions")

    def __init__(self, world: Backend) -> None:
        """Start from what ``world`` stores now; its newest version is 0."""
        self._names: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        self._versions: dict[int, int] = {world.latest_ts: 0}
        self.note(world)

    def note(self, world: Backend) -> None:
        """Name the documents of ``world`` that have no name yet."""
        for table in sorted(world.schema.tables) if world.schema else ():
            for document in world.documents(table):
                self.note_id(table, str(document["_id"]))

    def note_jobs(self, world: Backend) -> None:
        """Name the scheduled calls of ``world``: ``job#1``, ``job#2`` and so on."""
        for job in world.documents(_JOBS):
            self.note_id(_JOBS, str(job["_id"]))

    def note_id(self, table: str, id: str) -> str:
        """The name of ``id``, given now if it has none."""
        if id not in self._names:
            table = "job" if table == _JOBS else table
            number = self._numbers[table] = self._numbers.get(table, 0) + 1
            self._names[id] = f"{table}#{number}"
        return self._names[id]

    def note_commits(self, world: Backend, *, after_ts: int) -> None:
        """Name the documents that commits of ``world`` after ``after_ts`` have made.

        Cost: O(changes), where `note` looks at every document.
        """
        for entry in world.write_log.after(after_ts):
            made = [
                (change.table.name, change.new.document)
                for change in entry.changes
                if change.old is None and change.new is not None
            ]
            for table, document in sorted(
                made, key=lambda each: float(str(each[1]["_creationTime"]))
            ):
                self.note_id(table, str(document["_id"]))

    def note_commit(self, ts: int) -> int:
        """The version of the commit at ``ts``, given now if it has none."""
        return self._versions.setdefault(ts, len(self._versions))

    def version(self, ts: int) -> int:
        """The version that a snapshot at ``ts`` sees."""
        return max((number for at, number in self._versions.items() if at <= ts), default=0)

    def id_of(self, name: str) -> str | None:
        """The id that is called ``name``, or None."""
        return next((id for id, known in self._names.items() if known == name), None)

    def id(self, id: str) -> str:
        """What ``id`` is called; the id itself if it has no name."""
        return self._names.get(id, id)

    def text(self, text: str) -> str:
        """``text`` with every known id in it, quoted or not, replaced by its name."""
        return _ID.sub(lambda found: self._names.get(found[2], found[0]), text)

    def error(self, text: str) -> str:
        """An error's text, ids by their names; one that was never stored is cut short: ``"j57…"``."""
        return _ID.sub(
            lambda found: self._names.get(found[2], f"{found[1]}{found[2][:3]}…{found[1]}"), text
        )

    def show(self, value: object) -> str:
        """A value as a learner would write it in Python, ids by their names.

        >>> # show(["x", None, 2.0]) is '["x", None, 2]'
        """
        match value:
            case Undefined():
                return "not set"
            case str():
                return self._names.get(value) or json.dumps(value, ensure_ascii=False)
            case float() if value.is_integer():
                return str(int(value))
            case Int64():
                return f"Int64({value.value})"
            case list():
                return f"[{', '.join(self.show(item) for item in value)}]"
            case dict():
                items = (f"{json.dumps(key)}: {self.show(item)}" for key, item in value.items())
                return f"{{{', '.join(items)}}}"
            case _:
                return repr(value)

    def call(self, path: str, args: Mapping[str, object]) -> str:
        """How a call reads: ``claim(jobs#1, "ada")``."""
        return f"{path.rpartition(':')[2]}({', '.join(map(self.show, args.values()))})"

    def range(self, described: str) -> str:
        """An index range as people read it: ids by name, the last key of a range by its document.

        ``[status = "pending", (_creationTime, _id) <= (1.0, "j57…")]`` becomes
        ``[status = "pending", up to jobs#1]``, and ``[_id = "j57…"]`` becomes ``[jobs#1]``. A range that
        was read backwards begins at a document: ``[status = "pending", from jobs#9]``.
        """
        named = _BOUND.sub(_to_document, self.text(described))
        return named.replace("[_id = ", "[")

    def assignments(self, fields: Mapping[str, object]) -> str:
        """The fields of a write: ``owner = "ada", status = "running"``."""
        return ", ".join(f"{name} = {self.show(value)}" for name, value in sorted(fields.items()))


def _to_document(found: re.Match[str]) -> str:
    """A bound at one document, by its name."""
    word = {"<=": "up to", ">=": "from", "<": "before", ">": "after"}[found[1]]
    return f"{word} {found[2]}"


def listed(items: list[str] | tuple[str, ...], joint: str = "and") -> str:
    """Words in a row: ``a``, ``a and b``, ``a, b and c``."""
    if len(items) < 2:  # noqa: PLR2004 - one item needs no joint
        return "".join(items)
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"
