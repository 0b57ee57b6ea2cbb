"""Arguments and results at the edge of a handler."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import UNDEFINED, v
from minivex.errors import (
    ArgumentValidationError,
    DeveloperError,
    LimitError,
    NotAValueError,
    ReturnsValidationError,
)
from minivex.functions.call_values import check_args, checked_result, freeze_args, keywords
from minivex.functions.definitions import Function
from minivex.txn.limits import LIMITS


async def handler(ctx: Any, rows: Any = None) -> None: ...


FUNCTION = Function(
    "query", handler, path="m:f", args=v.object({"rows": v.any()}), returns=v.null()
)
NO_TABLES: dict[str, int] = {}


def test_arguments_are_one_object() -> None:
    assert freeze_args({"b": 1, "a": UNDEFINED}) == {"b": 1}
    for wrong, shown in ((None, "null"), ([1], r"\[1\.0\]")):
        with pytest.raises(DeveloperError, match=rf"Instead received: {shown}$"):
            freeze_args(wrong)


def test_a_handler_gets_arguments_of_its_own() -> None:
    args: Any = {"rows": [1]}
    given: Any = keywords(FUNCTION, args)
    given["rows"].append(2)
    assert args == {"rows": [1]}


def test_arguments_are_checked_for_size_before_anything_else() -> None:
    check_args(FUNCTION, {"rows": []}, LIMITS, NO_TABLES)
    with pytest.raises(ArgumentValidationError, match="extra field `x`"):
        check_args(FUNCTION, {"rows": [], "x": 1}, LIMITS, NO_TABLES)
    with pytest.raises(LimitError, match="Arguments for m:f are too large"):
        check_args(FUNCTION, {"x": "long" * 9000}, LIMITS.scaled(1000), NO_TABLES)


def test_a_result_is_a_value_that_matches() -> None:
    assert checked_result(FUNCTION, UNDEFINED, LIMITS, NO_TABLES, None) == (None, 1)
    with pytest.raises(ReturnsValidationError):
        checked_result(FUNCTION, 1, LIMITS, NO_TABLES, None)
    with pytest.raises(NotAValueError):
        checked_result(FUNCTION, {1}, LIMITS, NO_TABLES, None)
    with pytest.raises(LimitError, match="return value is too large"):
        checked_result(FUNCTION, "long" * 9000, LIMITS.scaled(1000), NO_TABLES, None)
