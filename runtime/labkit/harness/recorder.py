"""What a play leaves behind: its events, and the index keys that its commits changed."""

from labkit.harness.history import WrittenKeys
from minivex import Backend
from minivex.trace import Event

__all__ = ["Recorder", "written_keys"]


class Recorder:
    """A tracer that keeps everything."""

    __slots__ = ("events",)

    def __init__(self) -> None:
        self.events: list[Event] = []

    def event(self, event: Event) -> None:
        """Keep one event."""
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
