"""One revision of a document: its values, and its key in every index of its table.

Keys are encoded once, when the revision is made. Every index of the table holds
the revision itself, so a range scan never looks a document up a second time.

Invariant: a revision never changes. Who hands its document out hands out a copy.
"""

from __future__ import annotations

from collections.abc import Iterable

from minivex.index.index_key import Document, document_tail
from minivex.store.table_registry import Table
from minivex.values.value import UNDEFINED, clone, is_flat, size_bytes

__all__ = ["Revision", "completed", "copies", "make_revision"]


class Revision:
    """A document as one transaction left it; ``keys`` follow the order of the table's indexes.

    They are a tuple, which the garbage collector stops looking at once it has seen it.
    """

    __slots__ = ("document", "is_flat", "keys", "size_bytes")

    def __init__(
        self,
        document: Document,
        keys: tuple[bytes, ...],
        size: int | None = None,
        *,
        flat: bool | None = None,
    ) -> None:
        self.document = document
        self.keys = keys
        self.size_bytes = size_bytes(document) if size is None else size
        self.is_flat = is_flat(document) if flat is None else flat

    def copy(self) -> Document:
        """The document, as something that its receiver may change."""
        document = self.document
        return document.copy() if self.is_flat else clone(document)  # type: ignore[return-value]


def copies(revisions: Iterable[Revision]) -> list[Document]:
    """A copy of every document."""
    return [
        one.document.copy() if one.is_flat else clone(one.document)  # type: ignore[misc]
        for one in revisions
    ]


def make_revision(
    table: Table,
    document: Document,
    old: Revision | None = None,
    size: int | None = None,
    *,
    flat: bool | None = None,
) -> Revision:
    """Encode the keys of ``document``, which the revision keeps; ``size`` and ``flat`` if known.

    With the ``old`` revision of the same document the tail of the keys is known already:
    it is the whole key in ``by_creation_time``. So are the keys of indexes whose fields hold
    the very objects they held before.

    Cost: O(indexes).
    """
    if old is None:
        tail = document_tail(document)
        return Revision(document, table.keys_of(document, tail), size, flat=flat)
    before, known = old.document, old.keys
    changed = [
        root
        for root in table.indexed_roots
        if document.get(root, UNDEFINED) is not before.get(root, UNDEFINED)
    ]
    if not changed and len(known) == len(table.key_roots):
        return Revision(document, known, size, flat=flat)
    tail = known[1]
    keys = [
        known[position]
        if position < len(known) and roots.isdisjoint(changed)
        else table.key_functions[position](document, tail)
        for position, roots in enumerate(table.key_roots)
    ]
    return Revision(document, tuple(keys), size, flat=flat)


def completed(table: Table, revision: Revision) -> Revision:
    """The same revision with a key for every index of ``table``, of which it lacks the last ones.

    Cost: O(indexes).
    """
    document, keys = revision.document, revision.keys
    missing = table.key_functions[len(keys) :]
    keys = (*keys, *(key_of(document, keys[1]) for key_of in missing))
    return Revision(document, keys, revision.size_bytes)
