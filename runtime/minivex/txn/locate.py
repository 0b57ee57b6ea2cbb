"""From an id to a document: which table it belongs to, and what it is at present.

Source: docs "Document IDs"; convex-backend crates/database/src/bootstrap_model/user_facing.rs.
"""

from __future__ import annotations

from minivex.errors import IdDecodeError, InvalidArgumentError
from minivex.index.index_key import id_key
from minivex.store.revision import Revision
from minivex.store.snapshot import Snapshot
from minivex.store.table_registry import Table, TableRegistry
from minivex.txn.arguments import not_an_id
from minivex.txn.write_set import WriteSet
from minivex.values.ids import decode_id

__all__ = ["locate"]


def locate(
    registry: TableRegistry,
    snapshot: Snapshot,
    writes: WriteSet,
    *,
    method: str,
    id: object,
    table_name: str | None,
) -> tuple[Table, bytes, Revision | None] | None:
    """Table, key and present revision of a document, or ``None`` for an unknown table.

    An id that is found needs no decoding; one that is not is decoded, to tell a
    document that is gone from a text that never was an id of this table.

    Raises: IdDecodeError or InvalidArgumentError, if ``id`` is no id, or of another table.
    """
    if type(id) is not str:
        raise not_an_id(method, id)
    key = id_key(id)
    candidates: tuple[Table, ...]
    if table_name is not None:
        if type(table_name) is not str:
            raise InvalidArgumentError(
                f"Invalid argument `table` for `db.{method}`: expected the name of a table, "
                f'got {type(table_name).__name__}. Call db.{method}("table", id, …).'
            )
        named = registry.by_name.get(table_name)
        candidates = () if named is None else (named,)
    else:
        candidates = registry.candidates(id)
    for table in candidates:
        change = writes.get(table.name, id)
        if change is not None:
            return table, key, change.new
        revision = snapshot.get(table.name, key)
        if revision is not None:
            return table, key, revision
    try:
        number, _ = decode_id(id)
    except IdDecodeError as error:
        raise IdDecodeError(f"Invalid argument `id` for `db.{method}`: {error.message}") from None
    owner = registry.by_number.get(number)
    if owner is None:
        return None
    if table_name is not None and owner.name != table_name:
        raise InvalidArgumentError(
            f"Invalid argument `id` for `db.{method}`: "
            f'expected to be an Id<"{table_name}">, got Id<"{owner.name}"> instead.'
        )
    return owner, key, None
