"""Decorators: what they accept, and how they explain what they do not."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import (
    UNDEFINED,
    Backend,
    DeveloperError,
    action,
    functions_of,
    internal_action,
    internal_mutation,
    internal_query,
    mutation,
    query,
    v,
)
from minivex.errors import DefinitionError
from minivex.functions.definitions import Function


def test_decorators_work_with_and_without_parentheses() -> None:
    @query
    async def bare(ctx: Any) -> None: ...

    @mutation(args={"x": v.number()}, returns=v.null())
    async def full(ctx: Any, x: float) -> None: ...

    found = functions_of({"bare": bare, "full": full, "other": 5}, "m")
    assert [(path, f.kind, f.path) for path, f in found.items()] == [
        ("m:bare", "query", "m:bare"),
        ("m:full", "mutation", "m:full"),
    ]
    assert (str(found["m:full"].args), str(found["m:full"].returns)) == (
        "v.object({x: v.float64()})",
        "v.null()",
    )
    assert repr(bare) == "<query bare>"
    assert repr(found["m:bare"]) == "<query m:bare>"


@pytest.mark.parametrize(
    ("decorator", "kind", "is_public"),
    [
        (query, "query", True),
        (mutation, "mutation", True),
        (action, "action", True),
        (internal_query, "query", False),
        (internal_mutation, "mutation", False),
        (internal_action, "action", False),
    ],
)
def test_six_decorators(decorator: Any, kind: str, is_public: bool) -> None:
    async def handler(ctx: Any) -> None: ...

    f = decorator(handler)
    assert (f.kind, f.is_public) == (kind, is_public)


def test_a_registered_function_is_not_a_helper() -> None:
    @mutation
    async def claim(ctx: Any) -> None: ...

    with pytest.raises(DeveloperError, match=r"await ctx.run_mutation\(internal.….claim"):
        claim(None)


def test_what_is_no_handler_is_refused() -> None:
    with pytest.raises(DefinitionError, match="goes above an async def"):
        query(5)  # type: ignore[call-overload]

    async def no_ctx() -> None: ...

    with pytest.raises(DefinitionError, match="takes no ctx"):
        query(no_ctx)
    with pytest.raises(DefinitionError, match="returns takes a validator"):
        query(returns={"a": v.null()})  # type: ignore[call-overload]
    with pytest.raises(DefinitionError):
        query(args=5)  # type: ignore[call-overload]


def test_args_and_parameters_must_agree() -> None:
    async def f(ctx: Any, a: Any, b: Any = 1) -> None: ...

    with pytest.raises(DefinitionError, match="parameter 'a', which its args do not declare"):
        query(args={"b": v.any()})(f)
    with pytest.raises(DefinitionError, match="declare 'c', which its handler does not take"):
        query(args={"a": v.any(), "c": v.any()})(f)
    assert query(args={"a": v.any()})(f).kind == "query"
    assert query(args=v.any())(f).kind == "query"


def test_arguments_arrive_as_in_a_destructured_parameter() -> None:
    async def some(ctx: Any, a: Any, *, b: Any = 5, c: Any) -> Any:
        return [a if a is not UNDEFINED else "absent", b, c if c is not UNDEFINED else "absent"]

    async def anything(ctx: Any, **rest: Any) -> Any:
        return sorted(rest)

    backend = Backend(
        functions={
            "m:some": Function("query", some, path="m:some"),
            "m:anything": Function("query", anything, path="m:anything"),
        }
    )
    assert backend.run("m:some", {"a": 1, "b": 2, "c": 3}) == [1, 2, 3]
    assert backend.run("m:some", {"a": 1, "extra": 2}) == [1, 5, "absent"]
    assert backend.run("m:some") == ["absent", 5, "absent"]
    assert backend.run("m:anything", {"x": 1, "y": 2}) == ["x", "y"]
