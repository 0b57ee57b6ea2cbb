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
    |   |   +-- PushSupersededError              a push that another one has overtaken
    |   |   +-- ValidationError                  a value does not match its validator
    |   |       +-- ArgumentValidationError      the arguments of a call
    |   |       +-- ReturnsValidationError       the return value of a handler
    |   |       +-- SchemaValidationError        a document and its table's validator
    |   |       +-- SchemaPushError              a document and the schema of a push
    |   +-- ConflictError                        someone else won; trying again may help
    |   |   +-- OptimisticConcurrencyConflict    one attempt met a newer write
    |   |   +-- OptimisticConcurrencyControlFailure   the attempts are used up
    |   |       +-- SystemConflictFailure        ... and the conflict was in a system table
    |   +-- LimitError                           one function execution did too much
    |   +-- StorageError                         a commit may not survive a crash
    |   |   +-- DamagedLogError                  a log that no crash has left like this
    |   +-- ServerError                          what production says of any other error
    +-- ConvexError                              raised by a function, on purpose, with data
        +-- InvalidCursorError                   a page cursor that is not of this query

One file for each family: ``base``, ``developer``, ``validation``, ``conflict``, ``operation`` and
``application``. All names are imported from here.

Each class states a stable ``code``, whether the same call may succeed when it is run again
(``retryable``) and what to do about it (``cure``). ``error_registry()`` lists them.

Invariant: only ``ConflictError`` is retryable. Nothing a function did wrong is tried twice.
"""

from __future__ import annotations

from minivex.errors.application import (
    ConvexError,
    InvalidCursorError,
)
from minivex.errors.base import (
    DeveloperError,
    MinivexError,
)
from minivex.errors.conflict import (
    ConflictError,
    ConflictingRead,
    KeyInterval,
    OptimisticConcurrencyConflict,
    OptimisticConcurrencyControlFailure,
    SystemConflictFailure,
    canonical_path,
)
from minivex.errors.developer import (
    AuthenticationError,
    DefinitionError,
    DeterminismError,
    DocumentNotFoundError,
    FunctionNotFoundError,
    IdDecodeError,
    IndexNotFoundError,
    IndexRangeError,
    InvalidArgumentError,
    InvalidDocumentError,
    NotAValueError,
    NotAwaitedError,
    NotUniqueError,
    PaginationError,
    PushSupersededError,
    QueryReuseError,
    SearchError,
    UnresolvedCommitTsError,
    WireFormatError,
)
from minivex.errors.operation import (
    DamagedLogError,
    LimitError,
    ServerError,
    StorageError,
)
from minivex.errors.registry import error_registry
from minivex.errors.validation import (
    ArgumentValidationError,
    ReturnsValidationError,
    SchemaPushError,
    SchemaValidationError,
    ValidationError,
)

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
