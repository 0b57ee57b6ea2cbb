"""The function or the schema cannot work as written, and the message says where."""

from __future__ import annotations

from minivex.errors.base import DeveloperError

__all__ = [
    "AuthenticationError",
    "DefinitionError",
    "DeterminismError",
    "DocumentNotFoundError",
    "FunctionNotFoundError",
    "IdDecodeError",
    "IndexNotFoundError",
    "IndexRangeError",
    "InvalidArgumentError",
    "InvalidDocumentError",
    "NotAValueError",
    "NotAwaitedError",
    "NotUniqueError",
    "PaginationError",
    "PushSupersededError",
    "QueryReuseError",
    "SearchError",
    "UnresolvedCommitTsError",
    "WireFormatError",
]


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


class PushSupersededError(DeveloperError):
    """A push went on after it had ended, or after a newer one had begun.

    Differs: worded here; a deployment reports it to the tool that pushed.
    """

    code = "PushSuperseded"
    cure = "Start the push again: it looks at the documents as they are then."
