"""Indexes that come, change and go while the data stays.

::

    redefine    by_id  by_creation_time  by_owner │ by_status     the new index is empty
    backfill    ████████████░░░░░░░░░░░░░░░░░░░░░░░                so many documents at a time
    a write     puts its document into by_status at once, wherever the back-fill has come to
    complete    every document has its key in by_status

A revision has one key for each index of its table, in the order of the table's slots. A new
index gets the last place, so a revision that lacks its key is one that is not in it yet.

Source: convex-backend crates/database/src/database_index_workers; crates/indexing/src.
Differs: text and vector indexes are built at once, by the push; an index that is dropped is
taken out of every revision at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from minivex.index.sorted_map import SortedMap
from minivex.store.revision import Revision, completed
from minivex.store.snapshot import Snapshot
from minivex.store.table_registry import Table, TableRegistry

__all__ = ["Backfill", "backfill", "complete", "redefine"]


@dataclass(frozen=True, slots=True)
class Backfill:
    """How far one table is: every document up to the key ``after`` of ``by_id`` is complete.

    ``documents`` counts those that were looked at.
    """

    after: bytes = b""
    documents: int = 0


def redefine(target: Snapshot, registry: TableRegistry) -> dict[str, Backfill | None]:
    """Give ``target`` the tables of ``registry``; the back-fills that this begins, by table.

    ``None`` for a table whose indexes are complete now, whatever they were before.

    Cost: O(tables); O(documents × indexes × log n) for a table that loses an index, or whose
    text or vector indexes change.
    """
    begun: dict[str, Backfill | None] = {}
    before, target.registry = target.registry, registry
    for name, table in registry.by_name.items():
        old = before.by_name.get(name)
        if old is None:
            target.add_table(table)
        elif old is not table:
            kept = len(old.slots)
            if _places(table)[:kept] != _places(old):
                _rebuild(target, old, table)
                begun[name] = None
            elif len(table.slots) > kept:
                target.own(name)
                target.maps[name] += [SortedMap() for _ in table.slots[kept:]]
                begun[name] = Backfill() if len(target.maps[name][0]) else None
            if old.search_definitions != table.search_definitions:
                _rebuild_searches(target, table)
    return begun


def backfill(target: Snapshot, table: Table, state: Backfill, limit: int) -> Backfill | None:
    """Complete the next ``limit`` documents; ``None`` when there are no more.

    Cost: O(limit × indexes × log n).
    """
    rows = target.maps[table.name][0]
    keys, revisions = rows.slice(state.after, None, limit)
    complete(target, table, revisions)
    if len(keys) < limit:
        return None
    return replace(state, after=keys[-1] + b"\0", documents=state.documents + len(keys))


def complete(target: Snapshot, table: Table, revisions: Sequence[Revision]) -> None:
    """Put those of ``revisions`` that lack keys into the indexes that lack them.

    Cost: O(revisions × indexes × log n).
    """
    name = table.name
    incomplete = [one for one in revisions if len(one.keys) < len(table.slots)]
    if not incomplete:
        return
    if name not in target.owned:
        target.own(name)
    for revision in incomplete:
        full = completed(table, revision)
        for rows, key in zip(target.maps[name], full.keys, strict=True):
            rows.put(key, full)


def _places(table: Table) -> list[tuple[str, tuple[str, ...]]]:
    return [(slot.label, slot.fields) for slot in table.slots]


def _rebuild(target: Snapshot, old: Table, table: Table) -> None:
    """Make the indexes of ``table`` from scratch, with the keys that are known already."""
    places = _places(old)
    sources = [places.index(place) if place in places else len(places) for place in _places(table)]
    _, revisions = target.maps[table.name][0].slice()
    target.owned.add(table.name)
    maps: list[SortedMap[Revision]] = [SortedMap() for _ in table.slots]
    target.maps[table.name] = maps
    for revision in revisions:
        document, known = revision.document, revision.keys
        keys = [
            known[source] if source < len(known) else key_of(document, known[1])
            for source, key_of in zip(sources, table.key_functions, strict=True)
        ]
        moved = Revision(document, tuple(keys), revision.size_bytes)
        for rows, key in zip(maps, keys, strict=True):
            rows.put(key, moved)


def _rebuild_searches(target: Snapshot, table: Table) -> None:
    target.searches[table.name] = searches = target.empty_searches(table)
    for revision in target.maps[table.name][0].slice()[1]:
        for index in searches:
            index.put(revision.document, revision.keys[1], revision)
