"""One revision of a document: its values, and its key in every index of its table.

Keys are encoded once, when the revision is made. Every index of the table holds
the revision itself, so a range scan never looks a document up a second time.

Invariant: a revision never changes. Who hands its document out hands out a copy.
"""

from __future__ import annotations

from minivex.index.index_key import Document, document_tail
from minivex.store.table_registry import Table
from minivex.values.value import size_bytes

__all__ = ["Revision", "completed", "make_revision"]


class Revision:
    """A document as one transaction left it; ``keys`` follow the order of the table's indexes."""

    __slots__ = ("_size", "document", "keys")

    def __init__(self, document: Document, keys: list[bytes]) -> None:
        self.document = document
        self.keys = keys
        self._size = 0

    @property
    def size_bytes(self) -> int:
        """How much the document weighs; worked out when it is first asked for."""
        if not self._size:
            self._size = size_bytes(self.document)
        return self._size


def make_revision(table: Table, document: Document, old: Revision | None = None) -> Revision:
    """Encode the keys of ``document``, which the revision keeps.

    With the ``old`` revision of the same document the tail of the keys is known already:
    it is the whole key in ``by_creation_time``.

    Cost: O(indexes).
    """
    tail = document_tail(document) if old is None else old.keys[1]
    return Revision(document, [key_of(document, tail) for key_of in table.key_functions])


def completed(table: Table, revision: Revision) -> Revision:
    """The same revision with a key for every index of ``table``, of which it lacks the last ones.

    Cost: O(indexes).
    """
    document, keys = revision.document, revision.keys
    missing = table.key_functions[len(keys) :]
    return Revision(document, [*keys, *(key_of(document, keys[1]) for key_of in missing)])
