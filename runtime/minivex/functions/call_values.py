"""What goes into a handler and comes out of it: checked, and copied.

::

    args ── object? ── size ── validator ──▶ keywords ──▶ handler ──▶ result ── a value? size,
                                                                                validator

Source: convex-backend crates/model/src/modules/function_validators.rs and
crates/isolate/src/environment/udf.
"""

from __future__ import annotations

from typing import Final

from minivex.errors import (
    ArgumentValidationError,
    ConvexError,
    DeveloperError,
    NotAwaitedError,
    ReturnsValidationError,
    UnresolvedCommitTsError,
    ValidationError,
    canonical_path,
)
from minivex.functions.definitions import Function
from minivex.functions.query_builder import Query, QueryInitializer
from minivex.functions.step import StepLog
from minivex.schema.validator import Tables
from minivex.txn.limits import Limits, check_arguments, check_result
from minivex.txn.transaction import Transaction
from minivex.values.pending import freeze_pending
from minivex.values.value import (
    UNDEFINED,
    Value,
    clone,
    freeze,
    freeze_weighed,
    is_flat,
    show,
    size_bytes,
)

__all__ = [
    "check_args",
    "checked_result",
    "expect_object",
    "freeze_args",
    "keywords",
    "refuse_forgotten",
    "settled",
]


def freeze_args(args: object) -> dict[str, Value]:
    """Check that ``args`` are one object of Convex values, and copy them.

    Raises: DeveloperError, if they are not.
    """
    return expect_object(freeze(args))


def expect_object(frozen: Value) -> dict[str, Value]:
    """``frozen``, if it is an object.

    Raises: DeveloperError, if it is not.
    """
    if not isinstance(frozen, dict):
        raise DeveloperError(
            "Expected to receive an object as the function's argument. "
            f"Instead received: {show(frozen)}"
        )
    return frozen


def keywords(function: Function, args: dict[str, Value]) -> dict[str, object]:
    """Arguments for one run of the handler, which may change its own copy."""
    if is_flat(args):
        return function.keywords(args)  # the call makes a dict of its own
    copied = clone(args)
    assert isinstance(copied, dict), "arguments are an object"
    return function.keywords(copied)


def check_args(function: Function, args: dict[str, Value], limits: Limits, tables: Tables) -> None:
    """Refuse arguments that are too large, or that the function's validator refuses.

    Raises: LimitError or ArgumentValidationError.
    """
    check_arguments(limits, function.path, size_bytes(args))
    if function.args is not None:
        try:
            function.args.check(args, tables=tables)
        except ValidationError as error:
            raise ArgumentValidationError(error.body) from None


def refuse_forgotten(log: StepLog) -> None:
    """Refuse to end a handler that has made a step and not awaited it.

    Raises: NotAwaitedError, naming the line.
    """
    if log:
        forgotten = next(iter(log))
        where = forgotten.where
        raise NotAwaitedError(
            f"{forgotten.detail} in line {where.line} of {where.function} was never awaited, "
            f"so it never happened. Write await {forgotten.target}.{forgotten.method}(…)."
        )


def checked_result(
    function: Function,
    result: object,
    limits: Limits,
    tables: Tables,
    writer: Transaction | None,
) -> tuple[Value, int]:
    """What a handler has returned, frozen, and its size.

    Only a mutation, or what it calls, may not know all of it yet: ``writer`` is its transaction,
    whose commit fills in what is missing.

    Raises: NotAValueError, LimitError or ReturnsValidationError.
    """
    if isinstance(result, _UNREAD):
        raise DeveloperError(
            "Return value is a Query. Results must be retrieved with "
            "`.collect()`, `.take(n), `.unique()`, or `.first()`."
        )
    returned = None if result is UNDEFINED else result
    value, size = _freeze_result(function, returned, writer)
    check_result(limits, function.path, size)
    if function.returns is not None:
        try:
            function.returns.check(value, tables=tables)
        except ValidationError as error:
            raise ReturnsValidationError(error.body) from None
    return value, size


_UNREAD: Final = (Query, QueryInitializer)


def settled(error: ConvexError) -> Exception:
    """``error`` with its data frozen; another error, if that is no value, or cannot be had at all.

    A class of the learner's own may never have called ``super().__init__``.
    """
    try:
        error.data = None if error.data is UNDEFINED else freeze(error.data)
    except DeveloperError as refused:
        return refused
    except Exception:  # noqa: BLE001 - whatever a property of such a class raises
        name = type(error).__name__
        return DeveloperError(
            f"{name} extends ConvexError, and has no data. "
            f"Let its __init__ call super().__init__(data)."
        )
    return error


def _freeze_result(
    function: Function, result: object, writer: Transaction | None
) -> tuple[Value, int]:
    """A result and its size."""
    if writer is not None:
        value, size, is_pending = freeze_pending(result)
        if is_pending:
            writer.writes.has_commit_ts = True
        return value, size
    try:
        return freeze_weighed(result)
    except UnresolvedCommitTsError:
        if function.kind != "query":
            raise
        raise UnresolvedCommitTsError(
            f"Function {canonical_path(function.path)} return value invalid: "
            "queries cannot return an unresolved commit timestamp"
        ) from None
