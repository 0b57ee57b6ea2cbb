"""minivex: a small reactive database engine, faithful to Convex and readable bottom-up.

The public names, in the order in which one meets them.
"""
# ruff: noqa: I001, RUF022 - sorted by when a reader meets them

from __future__ import annotations

# Values.
from minivex.values.kinds import CommitTsPlaceholder
from minivex.values.value import UNDEFINED, Int64, Value

# A schema and its validators.
from minivex.schema.tables import define_schema, define_table
from minivex.schema.validators import v
from minivex.schema.pagination import pagination_opts_validator, pagination_result_validator

# Functions, references to them, and what a handler is given.
from minivex.functions.definitions import (
    query,
    mutation,
    action,
    internal_query,
    internal_mutation,
    internal_action,
    Function,
    functions_of,
)
from minivex.functions.references import FunctionReference, api, internal
from minivex.functions.ctx import ActionCtx, MutationCtx, QueryCtx

# What runs later, and what comes in over HTTP.
from minivex.services.crons import cron_jobs
from minivex.services.http_actions import Request, Response, http_action
from minivex.services.http_router import http_router
from minivex.services.auth import IdentityProvider
from minivex.services.sessions import RequestId
from minivex.functions.ports import Blob

# What can go wrong.
from minivex.errors import (
    ConvexError,
    MinivexError,
    DeveloperError,
    ConflictError,
    ConflictingRead,
    OptimisticConcurrencyConflict,
    OptimisticConcurrencyControlFailure,
)

# A backend, its clock, and calls in flight.
from minivex.backend import Backend, ErrorDetail
from minivex.clock import VirtualClock
from minivex.commit.committer import Isolation
from minivex.commit.storage import MemoryStorage, Storage
from minivex.commit.validation import CommitAttempt, LoggedChange, LoggedCommit
from minivex.functions.runner import Call
from minivex.functions.moves import Begin, Commit, Raised, Returned, StepMove

# A page's view of a backend.
from minivex.client import Client, LocalStore, PaginatedWatch
from minivex.functions.subscription import Subscription

# What happened, and how to say it.
from minivex.trace import SourceLine, Tracer
from minivex.index.interval import Interval
from minivex.index.index_range import describe

__all__ = [
    "UNDEFINED",
    "CommitTsPlaceholder",
    "Int64",
    "Value",
    "define_schema",
    "define_table",
    "v",
    "pagination_opts_validator",
    "pagination_result_validator",
    "query",
    "mutation",
    "action",
    "internal_query",
    "internal_mutation",
    "internal_action",
    "api",
    "internal",
    "Function",
    "FunctionReference",
    "functions_of",
    "QueryCtx",
    "MutationCtx",
    "ActionCtx",
    "cron_jobs",
    "http_action",
    "http_router",
    "Request",
    "Response",
    "IdentityProvider",
    "RequestId",
    "Blob",
    "ConvexError",
    "MinivexError",
    "DeveloperError",
    "ConflictError",
    "ConflictingRead",
    "OptimisticConcurrencyConflict",
    "OptimisticConcurrencyControlFailure",
    "Backend",
    "ErrorDetail",
    "VirtualClock",
    "Isolation",
    "CommitAttempt",
    "LoggedCommit",
    "LoggedChange",
    "MemoryStorage",
    "Storage",
    "Call",
    "Begin",
    "StepMove",
    "Commit",
    "Returned",
    "Raised",
    "Client",
    "LocalStore",
    "PaginatedWatch",
    "Subscription",
    "Tracer",
    "SourceLine",
    "Interval",
    "describe",
]
