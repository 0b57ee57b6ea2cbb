"""What a play leaves behind: its events, and the index keys that its commits changed."""

from dataclasses import replace

from labkit.harness.history import WrittenKeys
from minivex import Backend
from minivex.trace import Event, Stepped

__all__ = ["Recorder", "written_keys"]


class Recorder:
    """A tracer that keeps everything; of lines, those of ``file``, if only its reader is to be told."""

    __slots__ = ("_file", "events")

    def __init__(self, file: str | None = None) -> None:
        self.events: list[Event] = []
        self._file = file

    def event(self, event: Event) -> None:
        """Keep one event."""
        if self._file is not None and isinstance(event, Stepped) and event.file != self._file:
            event = replace(event, line=None)
        self.events.append(event)


def written_keys(world: Backend) -> WrittenKeys:
    """What each commit of ``world`` changed: timestamp to index to old and new keys."""
    keys: dict[int, dict[str, frozenset[bytes]]] = {}
    for entry in world.write_log.entries:
        found: dict[str, set[bytes]] = {}
        for change in entry.changes:
            for index in change.table.indexes:
                known = found.setdefault(index.name, set())
                known.update(
                    revision.keys[index.position]
                    for revision in (change.old, change.new)
                    if revision is not None
                )
        keys[entry.ts] = {name: frozenset(values) for name, values in found.items()}
    return keys
