"""One call from its arguments to its outcome: what it takes, gives and leaves behind."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import UNDEFINED, Backend, ConvexError, DeveloperError, Raised, v
from minivex.errors import (
    ArgumentValidationError,
    NotAValueError,
    ReturnsValidationError,
)
from minivex.schema.validators import ObjectValidator
from tests.engine.small_backend import (
    add,
    mutate,
    new_backend,
    query,
    start,
)


@pytest.fixture
def backend() -> Backend:
    return new_backend()


def test_inv73_wrong_arguments_end_a_call_before_its_handler(backend: Backend) -> None:
    runs: list[int] = []

    async def f(ctx: Any, a: str) -> None:
        runs.append(1)

    path = add(backend, "mutation", f, args=ObjectValidator({"a": v.string()}))
    with pytest.raises(ArgumentValidationError) as caught:
        backend.run(path)
    assert caught.value.message == (
        "ArgumentValidationError: Object is missing the required field `a`. Consider wrapping "
        "the field validator in `v.optional(...)` if this is expected.\n\nObject: {}\n"
        "Validator: v.object({a: v.string()})"
    )
    assert runs == []
    assert backend.snapshots.latest.pins == 0


def test_inv73_a_wrong_result_undoes_every_write(backend: Backend) -> None:
    async def f(ctx: Any) -> str:
        await ctx.db.insert("posts", {"body": "x"})
        return "no number"

    path = add(backend, "mutation", f, returns=v.number())
    with pytest.raises(ReturnsValidationError, match="Value does not match validator"):
        backend.run(path)
    assert backend.documents("posts") == []

    async def act(ctx: Any) -> str:
        return "no number"

    with pytest.raises(ReturnsValidationError):
        backend.run(add(backend, "action", act, returns=v.number()))


def test_arguments_and_results_are_values(backend: Backend) -> None:
    async def give(ctx: Any, x: Any = None) -> Any:
        return {1, 2} if x is None else UNDEFINED

    with pytest.raises(NotAValueError):
        query(backend, give)
    assert query(backend, give, x=1) is None
    with pytest.raises(NotAValueError):
        query(backend, give, x=object())
    with pytest.raises(DeveloperError, match=r"Instead received: 5\.0"):
        backend.run("m:give", 5)  # type: ignore[arg-type]


def test_a_handler_may_change_its_own_copy_of_the_arguments(backend: Backend) -> None:
    given: Any = {"tags": [1.0]}
    (id,) = backend.load("users", [{"email": "a"}])
    seen: list[Any] = []

    async def spoil(ctx: Any, tags: Any) -> None:
        tags.append(2.0)
        seen.append(len(tags))
        await ctx.db.patch(id, {"n": len(seen)})

    async def rename(ctx: Any) -> None:
        await ctx.db.patch(id, {"email": "b"})

    call = start(backend, spoil, **given)
    call.move_to_commit()
    mutate(backend, rename)
    call.finish()
    assert seen == [2, 2]
    assert given == {"tags": [1.0]}


def test_a_convex_error_carries_its_data(backend: Backend) -> None:
    async def refuse(ctx: Any, data: Any) -> None:
        raise ConvexError(UNDEFINED if data is None else data)

    with pytest.raises(ConvexError) as caught:
        query(backend, refuse, data={"code": 5})
    assert caught.value.data == {"code": 5}
    with pytest.raises(ConvexError) as caught:
        query(backend, refuse, data=None)
    assert caught.value.data is None

    async def odd(ctx: Any) -> None:
        raise ConvexError(object())

    with pytest.raises(NotAValueError):
        query(backend, odd)


def test_an_interrupt_is_nobody_s_to_catch(backend: Backend) -> None:
    async def stop(ctx: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        query(backend, stop)


def test_a_failed_call_is_over(backend: Backend) -> None:
    async def fail(ctx: Any) -> None:
        await ctx.db.get("nonsense")

    call = start(backend, fail)
    call.move_to_commit()
    assert isinstance(call.outcome, Raised)
    assert backend.snapshots.latest.pins == 0
