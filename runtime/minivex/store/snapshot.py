"""An immutable view of the whole database at one commit timestamp.

::

    Snapshot ts=7 ── "jobs"  ── by_id            SortedMap key -> Revision
                 │           ├─ by_creation_time SortedMap key -> Revision
                 │           └─ by_status        SortedMap key -> Revision
                 └─ "users" ── …
                 searches: the text and vector indexes of tables that have some

Taking a snapshot is keeping a reference. The snapshot manager changes the newest
one in place as long as nobody holds it (``pins`` is zero and it is not shared);
otherwise it makes the next one, which shares every part that did not change.

Invariants: each revision stands in every index that it has a key for, under that key, and it
has one for every index but those that are still being built; no other
snapshot has the indexes of a table that is in ``owned``, and no other table ever changes.
"""

from __future__ import annotations

from typing import TypeAlias

from minivex.index.sorted_map import SortedMap
from minivex.index.text_index import TextIndex
from minivex.index.vector_index import VectorIndex
from minivex.schema.search_indexes import SearchIndexDefinition
from minivex.store.revision import Revision
from minivex.store.table_registry import Index, Table, TableRegistry

__all__ = ["SearchIndex", "Snapshot"]

SearchIndex: TypeAlias = TextIndex[Revision] | VectorIndex[Revision]


class Snapshot:
    """The documents of all tables at ``ts``.

    Source: convex-backend crates/database/src/snapshot_manager.rs.
    """

    __slots__ = ("is_shared", "maps", "owned", "pins", "registry", "searches", "ts")

    def __init__(
        self,
        ts: int,
        registry: TableRegistry,
        maps: dict[str, list[SortedMap[Revision]]],
        searches: dict[str, list[SearchIndex]],
    ) -> None:
        self.ts = ts
        self.registry = registry
        self.maps = maps
        self.searches = searches
        self.owned: set[str] = set()
        self.pins = 0
        self.is_shared = False

    @classmethod
    def empty(cls, ts: int, registry: TableRegistry) -> Snapshot:
        """A database with the tables of ``registry`` and no document.

        Cost: O(tables × indexes).
        """
        snapshot = cls(ts, registry, {}, {})
        for table in registry.by_name.values():
            snapshot.add_table(table)
        return snapshot

    def add_table(self, table: Table) -> None:
        """Give ``table`` its empty indexes.

        Cost: O(indexes).
        """
        self.owned.add(table.name)
        self.maps[table.name] = [SortedMap() for _ in table.indexes]
        if table.search_definitions:
            self.searches[table.name] = self.empty_searches(table)

    @staticmethod
    def empty_searches(table: Table) -> list[SearchIndex]:
        """The text and vector indexes of ``table`` before there is a document.

        Cost: O(indexes).
        """
        return [
            TextIndex(index.search_field)
            if isinstance(index, SearchIndexDefinition)
            else VectorIndex(index.vector_field, index.dimensions)
            for index in table.search_definitions
        ]

    def own(self, table_name: str) -> None:
        """Let the indexes of a table be this snapshot's alone, so that they may change.

        Cost: O(indexes).
        """
        self.owned.add(table_name)
        self.maps[table_name] = [rows.snapshot() for rows in self.maps[table_name]]
        if table_name in self.searches:
            self.searches[table_name] = [index.snapshot() for index in self.searches[table_name]]

    def get(self, table_name: str, key: bytes) -> Revision | None:
        """The revision at ``key`` of ``by_id``.

        Cost: O(log n).
        """
        maps = self.maps.get(table_name)
        return None if maps is None else maps[0].get(key)

    def scan(
        self,
        table_name: str,
        index: Index,
        start: bytes,
        end: bytes | None,
        limit: int | None,
        *,
        is_reverse: bool,
    ) -> tuple[list[bytes], list[Revision]]:
        """The first ``limit`` keys of an interval, in scan direction, and their revisions.

        Cost: O(log n + k) for k rows returned.
        """
        maps = self.maps.get(table_name)
        if maps is None:
            return [], []
        rows = maps[index.position]
        if is_reverse:
            return rows.slice_reverse(start, end, limit)
        return rows.slice(start, end, limit)

    def check_invariants(self) -> None:
        """Assert the invariant of the module docstring.

        Cost: O(documents × indexes).
        """
        for name, maps in self.maps.items():
            table = self.registry.by_name[name]
            assert len(maps) == len(table.indexes), "one map for each index"
            revisions = maps[0].slice()[1]
            for index, rows in zip(table.indexes, maps, strict=True):
                rows.check_invariants()
                built = [one for one in revisions if len(one.keys) > index.position]
                assert len(rows) == len(built), "every index has every document that has its key"
                for revision in built:
                    key = revision.keys[index.position]
                    assert rows.get(key) is revision, "at the key that the revision names"
            searches = self.searches.get(name, ())
            assert len(searches) == len(table.search_definitions), "one for each definition"
            for search, empty in zip(searches, self.empty_searches(table), strict=True):
                search.check_invariants()
                for revision in revisions:
                    empty.put(revision.document, revision.keys[1], revision)
                assert search.documents == empty.documents, "it has the documents of its table"
