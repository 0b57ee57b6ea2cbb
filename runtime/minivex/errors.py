"""Everything that can go wrong, as one tree.

::

    Exception
    +-- MinivexError                             raised by the engine
    |   +-- DeveloperError                       the function or the schema is wrong
    |   |   +-- NotAValueError                   not something Convex can store
    |   |   |   +-- UnresolvedCommitTsError      a commit timestamp before the commit
    |   |   +-- WireFormatError                  not Convex JSON
    |   |   +-- IdDecodeError                    a string that is no document id
    |   |   +-- DefinitionError                  a validator or schema that cannot be
    |   |   +-- InvalidArgumentError             a ctx method was given the wrong thing
    |   |   +-- InvalidDocumentError             a value that cannot be a document
    |   |   +-- DocumentNotFoundError            a write to a document that is not there
    |   |   +-- IndexNotFoundError               no such index on that table
    |   |   +-- IndexRangeError                  an index range that is not one interval
    |   |   +-- SearchError                      a search that its index cannot answer
    |   |   +-- AuthenticationError              a token that proves nothing
    |   |   +-- QueryReuseError                  a query object used a second time
    |   |   +-- NotUniqueError                   .unique() saw more than one document
    |   |   +-- PaginationError                  a page that cannot be asked for
    |   |   +-- FunctionNotFoundError            no such function, or not for this caller
    |   |   +-- NotAwaitedError                  a step was made and never awaited
    |   |   +-- DeterminismError                 a function asked for what it cannot have
    |   |   +-- ValidationError                  a value does not match its validator
    |   |       +-- ArgumentValidationError      the arguments of a call
    |   |       +-- ReturnsValidationError       the return value of a handler
    |   |       +-- SchemaValidationError        a document and its table's validator
    |   |       +-- SchemaPushError              a document and the schema of a push
    |   |   +-- PushSupersededError              a push that another one has overtaken
    |   +-- LimitError                           one function execution did too much
    |   +-- StorageError                     a commit may not survive a crash
    |   |   +-- DamagedLogError              a log that no crash has left like this
    |   +-- ServerError                          what production says of any other error
    |   +-- ConflictError                        someone else won; trying again may help
    |       +-- OptimisticConcurrencyConflict    one attempt met a newer write
    |       +-- OptimisticConcurrencyControlFailure   the attempts are used up
    |           +-- SystemConflictFailure        ... and the conflict was in a system table
    +-- ConvexError                              raised by a function, on purpose, with data
        +-- InvalidCursorError                   a page cursor that is not of this query

Each class states a stable ``code``, whether the same call may succeed when it is run again
(``retryable``) and what to do about it (``cure``). ``error_registry()`` lists them.

Invariant: only ``ConflictError`` is retryable. Nothing a function did wrong is tried twice.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "ArgumentValidationError",
    "AuthenticationError",
    "ConflictError",
    "ConflictingRead",
    "ConvexError",
    "DamagedLogError",
    "DefinitionError",
    "DeterminismError",
    "DeveloperError",
    "DocumentNotFoundError",
    "FunctionNotFoundError",
    "IdDecodeError",
    "IndexNotFoundError",
    "IndexRangeError",
    "InvalidArgumentError",
    "InvalidCursorError",
    "InvalidDocumentError",
    "KeyInterval",
    "LimitError",
    "MinivexError",
    "NotAValueError",
    "NotAwaitedError",
    "NotUniqueError",
    "OptimisticConcurrencyConflict",
    "OptimisticConcurrencyControlFailure",
    "PaginationError",
    "PushSupersededError",
    "QueryReuseError",
    "ReturnsValidationError",
    "SchemaPushError",
    "SchemaValidationError",
    "SearchError",
    "ServerError",
    "StorageError",
    "SystemConflictFailure",
    "UnresolvedCommitTsError",
    "ValidationError",
    "WireFormatError",
    "canonical_path",
    "error_registry",
]


class MinivexError(Exception):
    """Whatever the engine raises; ``message`` is the text a person reads."""

    code: ClassVar[str] = "MinivexError"
    retryable: ClassVar[bool] = False
    cure: ClassVar[str] = "Read the message: it ends with the next thing to try."

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


# The function or the schema is wrong.


class DeveloperError(MinivexError):
    """The learner's function, arguments or schema cannot work as written."""

    code = "DeveloperError"


class NotAValueError(DeveloperError):
    """Something that is not a Convex value was about to be stored, passed or returned.

    Source: docs "Data Types"; npm-packages/convex/src/values/value.ts.
    """

    code = "NotAValue"
    cure = "Convert it to null, a number, Int64, a boolean, a string, bytes, a list or a dict."


class UnresolvedCommitTsError(NotAValueError):
    """A commit timestamp was used as a number, or sent away, before there was one.

    Source: docs "Commit Timestamp"; npm-packages/convex/src/values/value.ts.
    """

    code = "UnresolvedCommitTs"
    cure = "Write it into a document, and read the document after the mutation has committed."


class WireFormatError(DeveloperError):
    """Text or JSON that does not encode a Convex value."""

    code = "WireFormat"
    cure = "Write it with to_json, or compare it with the table of special forms."


class IdDecodeError(DeveloperError):
    """A string that is not a document id.

    Source: docs "Document IDs"; convex-backend crates/value/src/id_v6.rs.
    """

    code = "IdDecode"
    cure = "Pass an id as the database gave it, or test a foreign string with db.normalize_id."


class DefinitionError(DeveloperError):
    """A validator, table or index definition that cannot be."""

    code = "Definition"
    cure = "Change the definition that the message names."


class InvalidArgumentError(DeveloperError):
    """A method of ``ctx`` was called with something it cannot use."""

    code = "InvalidArgument"
    cure = "Compare the call with the method's signature."


class InvalidDocumentError(DeveloperError):
    """A value that is a Convex value, but cannot be a document.

    Source: docs "Limits"; convex-backend crates/common/src/document.rs.
    """

    code = "InvalidDocument"
    cure = "Store an object, keep it small and flat, and leave names with _ to the system."


class DocumentNotFoundError(DeveloperError):
    """A patch, replace or delete of a document that is not there."""

    code = "DocumentNotFound"
    cure = "Get the document first and decide what to do when it is gone."


class IndexNotFoundError(DeveloperError):
    """A query named an index that its table does not have."""

    code = "IndexNotFound"
    cure = "Define the index in the schema, or use one that the table has."


class IndexRangeError(DeveloperError):
    """An index range that is not one interval of the index.

    Source: docs "Indexes"; convex-backend crates/common/src/query.rs.
    """

    code = "IndexRange"
    cure = "Use eq on the first fields, in index order, then bounds on the next field only."


class SearchError(DeveloperError):
    """A text or vector search that its index cannot answer.

    Source: docs "Full Text Search" and "Vector Search"; convex-backend crates/search/src/lib.rs.
    """

    code = "Search"
    cure = "Search the index's own field, and filter by equality on its filter fields."


class AuthenticationError(DeveloperError):
    """A token that proves nothing: not signed by a known provider, or no longer valid.

    Source: docs "Auth in Functions"; convex-backend crates/authentication.
    """

    code = "Authentication"
    cure = "Sign in again, and list the provider that issues the tokens."


class QueryReuseError(DeveloperError):
    """A query object was chained, ordered or read a second time."""

    code = "QueryReuse"
    cure = "Build a new query from ctx.db.query for each read."


class NotUniqueError(DeveloperError):
    """``.unique()`` found more than one document."""

    code = "NotUnique"
    cure = "Use .first() if any match will do, or find out why there are two."


class PaginationError(DeveloperError):
    """A page that cannot be read: of no documents, of too many, or a second one in one function.

    Source: docs "Paginated Queries"; convex-backend
    crates/isolate/src/environment/udf/async_syscall.rs.
    """

    code = "Pagination"
    cure = "Paginate one query per function, and ask for 1 to 32000 documents."


class FunctionNotFoundError(DeveloperError):
    """No function of that name and kind is there for this caller."""

    code = "FunctionNotFound"
    cure = "Check the spelling, and whether the function is a query, a mutation or internal."


class NotAwaitedError(DeveloperError):
    """A step was made, and the handler went on without awaiting it.

    Differs: Convex would run such a step at some time or not at all; its own lint rule
    (no-floating-promises) forbids it, and here it is an error.
    """

    code = "NotAwaited"
    cure = "Put await before the call."


class DeterminismError(DeveloperError):
    """A query or mutation asked for something that could differ in the next run."""

    code = "Determinism"
    cure = "Move the call to an action, and pass its result on as an argument."


class ValidationError(DeveloperError):
    """A value does not match its validator; ``body`` is the part without a prefix.

    Source: convex-backend crates/common/src/schemas/validator.rs.
    """

    code = "Validation"
    cure = "Change the value at the path shown, or the validator that it failed."
    prefix: ClassVar[str] = ""

    def __init__(self, body: str) -> None:
        super().__init__(self.prefix + body)
        self.body = body


class ArgumentValidationError(ValidationError):
    """The arguments of a call do not match ``args``. The handler did not run."""

    code = "ArgumentValidation"
    prefix = "ArgumentValidationError: "


class ReturnsValidationError(ValidationError):
    """The handler returned something that ``returns`` refuses. A mutation is rolled back."""

    code = "ReturnsValidation"
    prefix = "ReturnsValidationError: "


class SchemaValidationError(ValidationError):
    """A document that a write would leave behind does not match its table's validator."""

    code = "SchemaValidation"

    def __init__(self, table: str, body: str) -> None:
        super().__init__(body)
        self.table = table
        self.message = (
            f'Failed to insert or update a document in table "{table}" '
            f"because it does not match the schema: {body}"
        )
        self.args = (self.message,)


class SchemaPushError(ValidationError):
    """A schema was pushed over a document that does not match it. Nothing has changed.

    Source: docs "Schemas"; convex-backend crates/common/src/schemas/mod.rs.
    """

    code = "SchemaPush"
    cure = "Allow what is there (optional, union), push, change the documents, then narrow again."

    def __init__(self, subject: str, table: str, id: str, body: str) -> None:
        super().__init__(body)
        self.table = table
        self.id = id
        self.message = f'{subject} in table "{table}" does not match the schema: {body}'
        self.args = (self.message,)


class PushSupersededError(DeveloperError):
    """A push went on after it had ended, or after a newer one had begun.

    Differs: worded here; a deployment reports it to the tool that pushed.
    """

    code = "PushSuperseded"
    cure = "Start the push again: it looks at the documents as they are then."


class LimitError(MinivexError):
    """One function execution read, wrote or scheduled more than it may.

    Source: docs "Limits"; convex-backend crates/common/src/knobs.rs.
    """

    code = "Limit"
    cure = "Read less: an index range, a smaller take, or one page at a time."


class StorageError(MinivexError):
    """The storage of the log did not take a write, so no more commits are taken.

    Source: convex-backend crates/common/src/persistence.rs.
    """

    code = "Storage"
    cure = "Repair the storage, then open it again with Backend.open."


class DamagedLogError(StorageError):
    """Bytes of the log are not what was written, in a place that a crash cannot reach."""

    code = "DamagedLog"
    cure = "Restore the log from a copy."


class ServerError(MinivexError):
    """What a client of a production deployment sees of any error but a ConvexError.

    ``hidden`` is the error itself, for the logs.

    Source: docs "Error Handling"; convex-backend crates/errors/src/lib.rs.
    """

    code = "ServerError"
    cure = "Look the request up in the logs; throw a ConvexError for what a user must see."

    def __init__(self, request_id: str, hidden: Exception) -> None:
        super().__init__(f"[Request ID: {request_id}] Server Error")
        self.request_id = request_id
        self.hidden = hidden


# Someone else won.


class KeyInterval(Protocol):
    """Half-open interval of index keys, as far as an error needs to know it."""

    @property
    def start(self) -> bytes:
        """First key inside."""
        ...

    @property
    def end(self) -> bytes | None:
        """First key behind; ``None`` if there is no end."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictingRead:
    """What a transaction had read, and the later write that landed inside it.

    ``index`` is ``table.index_name``; ``id`` is the document that changed; ``writer_label``
    is the call that changed it and ``writer_path`` the function it ran. A writer without a
    function (data loaded from outside) has ``None`` for both.

    Source: convex-backend crates/database/src/reads.rs and crates/database/src/write_log.rs.
    """

    index: str
    table: str
    id: str
    writer_label: str | None
    writer_path: str | None
    read_ts: int
    write_ts: int
    interval: KeyInterval


class ConflictError(MinivexError):
    """Another commit changed what this one had read. The same call may succeed if repeated."""

    code = "Conflict"
    retryable = True
    cure = "Run it again on a newer snapshot, and read only what the decision needs."


class OptimisticConcurrencyConflict(ConflictError):  # noqa: N818 - says error twice else
    """One attempt of a mutation met a newer write; the next attempt starts from its result.

    Source: docs "OCC and Atomicity"; convex-backend crates/database/src/committer.rs.
    """

    code = "OptimisticConcurrencyConflict"

    def __init__(self, read: ConflictingRead) -> None:
        super().__init__(
            f"{read.writer_path or 'a write from outside'} changed {read.id!r} in index "
            f"{read.index!r} at ts {read.write_ts}, after this transaction read it "
            f"at ts {read.read_ts}"
        )
        self.read = read


class OptimisticConcurrencyControlFailure(ConflictError):  # noqa: N818 - Convex's name
    """All attempts of a mutation met newer writes; this reaches the caller.

    ``path`` is the function that gave up, ``read`` the conflict of its last attempt.

    Source: docs "Errors and warnings" (#1); convex-backend crates/errors/src/lib.rs and
    crates/common/src/types/functions.rs.
    Differs: a browser client would reconnect and go on trying; here the caller sees it.
    """

    code = "OptimisticConcurrencyControlFailure"

    def __init__(self, path: str, read: ConflictingRead) -> None:
        super().__init__(_failure_text(path, read))
        self.path = path
        self.read = read


class SystemConflictFailure(OptimisticConcurrencyControlFailure):
    """The attempts are used up, and the last conflict was in a system table.

    Source: convex-backend crates/errors/src/lib.rs.
    """

    code = "OptimisticConcurrencyControlFailure"

    def __init__(self, path: str, read: ConflictingRead) -> None:
        super().__init__(path, read)
        self.message = (
            "Data read or written in this mutation changed while it was being run. Consider "
            "reducing the amount of data read by using indexed queries with selective index "
            "range expressions (https://docs.convex.dev/database/indexes/)."
        )
        self.args = (self.message,)


def _failure_text(path: str, read: ConflictingRead) -> str:
    if read.writer_path is None:
        who = ""
    elif read.writer_path == path:
        who = f' Another call to this mutation changed the document with ID "{read.id}".'
    else:
        writer = canonical_path(read.writer_path)
        who = f' A call to "{writer}" changed the document with ID "{read.id}".'
    return (
        f'Documents read from or written to the "{read.table}" table changed while this '
        f"mutation was being run and on every subsequent retry.{who} "
        "See https://docs.convex.dev/error#1"
    )


def canonical_path(path: str) -> str:
    """How the backend's messages spell a function's name.

    >>> canonical_path("messages:send"), canonical_path("messages")
    ('messages.js:send', 'messages.js:default')

    Source: convex-backend crates/convex/sync_types/src/udf_path.rs.
    """
    module, _, name = path.partition(":")
    suffix = "" if module.endswith(".js") else ".js"
    return f"{module}{suffix}:{name or 'default'}"


# The function itself says no.


class ConvexError(Exception):
    """Raised by a function to tell its caller something, with a Convex value as ``data``.

    Unlike other errors, its ``data`` reaches the caller in production too. ``message`` is the
    data as text: a string as it is, anything else as JSON.

    >>> ConvexError({"code": 404.0}).message
    '{"code":404}'

    Source: docs "Application Errors"; npm-packages/convex/src/values/errors.ts.
    """

    code: ClassVar[str] = "ConvexError"
    retryable: ClassVar[bool] = False
    cure: ClassVar[str] = "The function refused on purpose: read error.data."

    def __init__(self, data: object) -> None:
        super().__init__(data)
        self.data = data
        self.message = data if isinstance(data, str) else _json_text(data)


def _json_text(data: object) -> str:
    match data:
        case None:
            return "null"
        case bool():
            return "true" if data else "false"
        case float() if data.is_integer():
            return str(int(data))
        case str():
            return json.dumps(data, ensure_ascii=False)
        case list():
            return f"[{','.join(map(_json_text, data))}]"
        case dict():
            members = [f"{_json_text(name)}:{_json_text(value)}" for name, value in data.items()]
            return f"{{{','.join(members)}}}"
        case _:
            return repr(data)


class InvalidCursorError(ConvexError):
    """A cursor that no page of this query has returned; Convex's clients begin anew on it.

    Source: docs "Paginated Queries"; convex-backend crates/database/src/query/mod.rs.
    """

    code = "InvalidCursor"
    cure = "Pass continueCursor on to the same query, or None to begin at the first page."

    def __init__(self, message: str) -> None:
        super().__init__({"isConvexSystemError": True, "paginationError": "InvalidCursor"})
        self.args = (message,)
        self.message = message


def error_registry() -> list[type[MinivexError | ConvexError]]:
    """Every class of the tree, parents before children, in the order they are written."""
    return [*_descend(MinivexError), *_descend(ConvexError)]


def _descend(
    cls: type[MinivexError | ConvexError],
) -> Iterator[type[MinivexError | ConvexError]]:
    yield cls
    for child in cls.__subclasses__():
        if child.__module__ == __name__:
            yield from _descend(child)
