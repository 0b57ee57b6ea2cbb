"""What is there in the end: the tables, the documents, and every index in its order."""

from __future__ import annotations

from labkit.simulation.difference import Differ
from labkit.simulation.history import History
from labkit.simulation.schemas import AUTOMATIC
from labkit.simulation.versions import Version, in_order

__all__ = ["check_final_state"]


def check_final_state(history: History, version: Version) -> None:
    """Compare the newest snapshot with ``version``: tables, documents, the order of each index.

    Raises: Differ, at the first difference.
    """
    latest = history.backend.snapshots.latest
    tables = {
        name: table.number
        for name, table in latest.registry.by_name.items()
        if not name.startswith("_")
    }
    if tables != version.numbers:
        raise Differ("tables", f"the tables are {tables}; they should be {version.numbers}")
    if latest.pins:
        raise Differ("pins", f"{latest.pins} snapshots are still held, and nobody reads them")
    known = version.indexes
    for name, docs in version.tables.items():
        wanted = list(docs.values())
        labels = list(latest.registry.by_name[name].index_by_label)
        if set(labels) != set(known.get(name, AUTOMATIC)):
            raise Differ("indexes", f"{name} can be queried by {labels}, and should by {known}")
        for index in latest.registry.by_name[name].indexes:
            paths = known.get(name, {}).get(index.label, index.key_fields)
            _, revisions = latest.scan(name, index, b"", None, None, is_reverse=False)
            found = [repr(revision.document) for revision in revisions]
            ordered = [doc.text for doc in in_order(wanted, paths, is_backwards=False)]
            if found != ordered:
                raise Differ(
                    "documents",
                    f"{index.name} ends as {found}\n  and should be {ordered}",
                )
