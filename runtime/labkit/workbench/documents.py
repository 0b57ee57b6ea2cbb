"""Documents, jobs and files as the data panel changes them: each in a transaction of its own, checked like any other.

```
 add · save · remove · clear ──▶ Backend.commit_alone ──▶ the schema, the indexes, the live queries
```
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from labkit.workbench.words import ArgumentsError, edited, read_object
from minivex import Backend
from minivex.functions.ports import NOBODY
from minivex.values.kinds import Value

__all__ = ["CHANGES"]

BATCH: Final = 500
"""Documents that one commit removes: a transaction has limits."""
_WHAT: Final = "fields of the document"


def text_of(backend: Backend, table: str, id: str) -> str:
    """A document's own fields as JSON to edit.

    Raises: ArgumentsError, if it is gone.
    """
    _check(backend, table)
    found = backend.read_alone(lambda transaction: transaction.get(table, id))
    if found is None:
        raise ArgumentsError("There is no such document any more. Look at the table again.")
    return edited(
        {name: value for name, value in found.items() if name not in ("_id", "_creationTime")}
    )


def add(backend: Backend, table: str, text: str) -> str:
    """Insert a document; its id."""
    _check(backend, table)
    fields = _fields(text)
    return backend.commit_alone(lambda transaction: transaction.insert(table, fields))


def save(backend: Backend, table: str, id: str, text: str) -> None:
    """Give a document other fields."""
    _check(backend, table)
    fields = _fields(text)
    backend.commit_alone(lambda transaction: transaction.replace(table, id, fields))


def remove(backend: Backend, table: str, id: str) -> None:
    """Delete a document."""
    _check(backend, table)
    backend.commit_alone(lambda transaction: transaction.delete(table, id))


def clear(backend: Backend, table: str) -> int:
    """Delete all documents of a table, some at a time; how many there were."""
    _check(backend, table)
    ids = [str(document["_id"]) for document in backend.documents(table)]
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        backend.commit_alone(
            lambda transaction, some=some: [transaction.delete(table, id) for id in some]  # type: ignore[misc]
        )
    return len(ids)


def cancel(backend: Backend, id: str) -> None:
    """Cancel a scheduled function, as ``ctx.scheduler.cancel`` does."""
    backend.commit_alone(lambda transaction: backend.jobs.cancel(transaction, id, caller=NOBODY))


def remove_file(backend: Backend, id: str) -> None:
    """Delete a stored file, as ``ctx.storage.delete`` does."""
    backend.commit_alone(lambda transaction: backend.files.delete(transaction, id))


def _fields(text: str) -> dict[str, Value]:
    return read_object(text, _WHAT)


def _check(backend: Backend, table: str) -> None:
    known = backend.snapshots.latest.registry.by_name.get(table)
    if known is None or known.is_system:
        raise ArgumentsError(f"There is no table {table}.")


CHANGES: Final[Mapping[str, tuple[Callable[..., Any], tuple[str, ...]]]] = {
    "add": (add, ("table", "text")),
    "cancel": (cancel, ("id",)),
    "clear": (clear, ("table",)),
    "document": (text_of, ("table", "id")),
    "remove": (remove, ("table", "id")),
    "remove-file": (remove_file, ("id",)),
    "save": (save, ("table", "id", "text")),
}
"""What can be asked for by name, and the texts that each takes."""
