"""The frames of a run on indexes, and the picture of every index that it has read so far."""

from typing import Any

from labkit.harness.names import Names
from labkit.harness.workload import WorkloadError
from labkit.visual.index_picture import IndexPicture
from minivex import Backend
from minivex.store.table_registry import Index

__all__ = ["Reel", "keys_of"]

Json = dict[str, Any]

KEYS_MAX = 60
"""Keys of one index that are drawn."""

FRAMES_MAX = 200


class Reel:
    """Frames in order; each shows one index, the one that was shown before if it names none."""

    def __init__(self, world: Backend, names: Names) -> None:
        self.world = world
        self.names = names
        self.frames: list[Json] = []
        self.pictures: dict[str, IndexPicture] = {}
        self.shown: IndexPicture | None = None

    @property
    def main(self) -> IndexPicture:
        """The index to look at in the end: where the write landed, else what was scanned first."""
        pictures = list(self.pictures.values())
        hit = [each for each in pictures if each.landing is not None and each.landing.is_inside]
        scanned = [each for each in pictures if each.asked is not None]
        return (hit or scanned or pictures)[0]

    def picture(self, index: Index) -> IndexPicture:
        """The picture of an index, made when it is first asked for.

        Raises: WorkloadError, for more keys than can be drawn.
        """
        if index.name not in self.pictures:
            picture = IndexPicture(self.world, self.names, index)
            if len(picture.keys) > KEYS_MAX:
                raise WorkloadError(
                    f"{index.name} has {len(picture.keys)} keys; up to {KEYS_MAX} are drawn. Store fewer rows."
                )
            self.pictures[index.name] = picture
        return self.pictures[index.name]

    def picture_of(self, name: str) -> IndexPicture | None:
        """The picture of ``table.index``; None for a table of the system."""
        table_name, _, label = name.partition(".")
        table = self.world.snapshots.latest.registry.by_name.get(table_name)
        if table is None or table.is_system or label not in table.index_by_label:
            return None
        return self.picture(table.index_by_label[label])

    def add(
        self,
        title: str,
        *,
        line: int | None = None,
        picture: IndexPicture | None = None,
        broken: str | None = None,
    ) -> None:
        """Add a frame.

        Raises: WorkloadError, for more frames than anybody would look at.
        """
        if len(self.frames) >= FRAMES_MAX:
            raise WorkloadError(f"The run has more than {FRAMES_MAX} steps. Read fewer rows.")
        self.shown = shown = picture or self.shown
        assert shown is not None, "the first frame is of a read"
        self.frames.append(
            {
                "title": title,
                "line": line,
                "picture": shown.to_json(),
                "table": shown.table(),
                "broken": broken,
            }
        )


def keys_of(count: int) -> str:
    """``1 key``, ``2 keys``."""
    return "1 key" if count == 1 else f"{count} keys"
