"""What the methods of ``ctx.db`` were given, checked before anything is read.

Source: npm-packages/convex/src/server/impl/database_impl.ts; convex-backend
crates/isolate/src/environment/udf/async_syscall.rs and crates/common/src/document.rs.
"""

from __future__ import annotations

from minivex.errors import InvalidArgumentError, InvalidDocumentError
from minivex.index.index_key import Document
from minivex.txn.write_set import WriteSet
from minivex.values.names import identifier_problem
from minivex.values.pending import freeze_pending
from minivex.values.value import UNDEFINED, show, values_equal

__all__ = [
    "check_system_fields",
    "check_table_name",
    "document_fields",
    "not_an_id",
    "patch_fields",
    "system_fields",
]


def check_table_name(name: object) -> None:
    """Accept the name of a table that a document may be inserted into for the first time.

    Raises: InvalidArgumentError, if no user table can have it.
    """
    if not isinstance(name, str):
        raise InvalidArgumentError("Must provide arg 1 `table` to `insert`")
    if name.startswith("_"):
        raise InvalidArgumentError("System tables (prefixed with `_`) are read-only.")
    if problem := identifier_problem(name):
        raise InvalidArgumentError(problem)


def document_fields(method: str, value: object, writes: WriteSet) -> tuple[Document, int]:
    """The fields of a document that ``insert`` or ``replace`` was given, frozen, and their size.

    ``writes`` hears of a commit timestamp that is to be filled in.

    Raises: InvalidArgumentError or InvalidDocumentError, if it is not an object.
    """
    if value is None or value is UNDEFINED:
        raise InvalidArgumentError(f"Must provide arg 2 `value` to `{method}`")
    fields, size, is_pending = freeze_pending(value)
    if is_pending:
        writes.has_commit_ts = True
    if not isinstance(fields, dict):
        raise InvalidDocumentError(
            f"{show(fields)} isn't a valid document: Value must be an Object"
        )
    return fields, size


def patch_fields(value: object, writes: WriteSet) -> tuple[Document, int, list[str]]:
    """The fields that a patch sets, frozen, their size, and the names of those that it removes.

    ``writes`` hears of a commit timestamp that is to be filled in.

    Raises: InvalidArgumentError, if it is not an object.
    """
    if value is None or value is UNDEFINED:
        raise InvalidArgumentError("Must provide arg 2 `value` to `patch`")
    if type(value) is not dict:
        raise InvalidArgumentError(
            "Invalid argument `value` for `db.patch`: expected a dict of fields, "
            f"got {type(value).__name__}."
        )
    fields, size, is_pending = freeze_pending(value)
    if is_pending:
        writes.has_commit_ts = True
    assert isinstance(fields, dict), "a dict freezes to a dict"
    if len(fields) == len(value):
        return fields, size, []
    return fields, size, [name for name, member in value.items() if member is UNDEFINED]


def system_fields(document: Document) -> tuple[str, float]:
    """``_id`` and ``_creationTime`` of a stored document."""
    creation_time = document["_creationTime"]
    assert isinstance(creation_time, float), "the system sets _creationTime"
    return str(document["_id"]), creation_time


def check_system_fields(fields: Document, id: str, creation_time: float) -> None:
    """Accept ``_id`` and ``_creationTime`` in a value only when they are the document's own.

    Raises: InvalidDocumentError, if one of them is another document's.
    """
    if "_id" in fields and not values_equal(fields["_id"], id):
        raise InvalidDocumentError(
            f"Provided document ID {id} doesn't match '_id' field {show(fields['_id'])}"
        )
    if "_creationTime" in fields and not values_equal(fields["_creationTime"], creation_time):
        raise InvalidDocumentError(
            f"Provided creation time {show(creation_time)} doesn't match "
            f"'_creationTime' field {show(fields['_creationTime'])}"
        )


def not_an_id(method: str, id: object) -> InvalidArgumentError:
    """The refusal of something that is not even text where an id is needed."""
    if id is None or id is UNDEFINED:
        return InvalidArgumentError(f"Must provide arg 1 `id` to `{method}`")
    return InvalidArgumentError(
        f"Invalid argument `id` for `db.{method}`, expected string but got "
        f"'{type(id).__name__}': {id!r}"
    )
