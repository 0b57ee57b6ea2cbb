"""What a backend is made with, and how much it shows of its errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, TypeAlias, TypedDict

from minivex.clock import VirtualClock
from minivex.commit.committer import Isolation
from minivex.commit.validation import Validate
from minivex.functions.definitions import Function
from minivex.schema.tables import Schema
from minivex.services.auth import IdentityProvider
from minivex.services.crons import Crons
from minivex.services.http_router import HttpRouter
from minivex.trace import Tracer
from minivex.txn.limits import Limits

__all__ = ["ErrorDetail", "Identity", "Options"]

Identity: TypeAlias = Mapping[str, object] | str | None
"""Who calls: claims, a token, or nobody."""


class ErrorDetail(Enum):
    """How much of an error a client may see."""

    FULL = "full"
    """All of it, as in development."""

    REDACTED = "redacted"
    """Nothing but that there was one, as in production; a ConvexError keeps its data."""


class Options(TypedDict, total=False):
    """What a backend is made with besides its storage."""

    schema: Schema | None
    functions: Mapping[str, Function] | None
    seed: int
    clock: VirtualClock | None
    tracer: Tracer | None
    isolation: Isolation
    validate: Validate | None
    crons: Crons | None
    http: HttpRouter[Any] | None
    providers: Sequence[IdentityProvider]
    error_detail: ErrorDetail
    limits: Limits
