"""Handlers at work: steps they await or forget, and functions they call in their transaction."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, ConvexError, DeveloperError, StepMove, v
from minivex.errors import (
    NotAwaitedError,
)
from minivex.schema.validators import ObjectValidator
from tests.engine.small_backend import (
    add,
    conflicts,
    mutate,
    new_backend,
    query,
    user_tables,
)


@pytest.fixture
def backend() -> Backend:
    return new_backend()


def test_a_plain_function_is_enough_without_steps(backend: Backend) -> None:
    def plain(ctx: Any) -> int:
        return 5

    assert query(backend, plain) == 5  # type: ignore[arg-type]


def test_a_step_that_is_never_awaited_is_an_error_with_its_line(backend: Backend) -> None:
    async def forget(ctx: Any) -> None:
        ctx.db.insert("posts", {"body": "x"})

    with pytest.raises(NotAwaitedError) as caught:
        mutate(backend, forget)
    line = forget.__code__.co_firstlineno + 1
    assert caught.value.message == (
        f"ctx.db.insert('posts', {{'body': 'x'}}) in line {line} of forget was never awaited, so "
        "it never happened. Write await ctx.db.insert(…)."
    )


def test_a_step_may_be_made_first_and_awaited_later(backend: Backend) -> None:
    async def later(ctx: Any) -> int:
        first, second = ctx.db.query("posts").collect(), ctx.db.query("users").collect()
        return len(await second) + len(await first)

    assert query(backend, later) == 0


@pytest.mark.parametrize("kind", ["query", "action"])
def test_awaiting_what_is_no_step_is_explained(backend: Backend, kind: Any) -> None:
    class Odd:
        def __await__(self) -> Any:
            yield "odd"

    async def wait(ctx: Any) -> str:
        try:
            await Odd()
        except DeveloperError as error:
            return error.message
        return "missed"

    answer: Any = backend.run(add(backend, kind, wait))
    assert answer.startswith("The handler awaited 'odd', which is not a step")


def test_a_step_of_another_call_is_refused(backend: Backend) -> None:
    kept: list[Any] = []

    async def keep(ctx: Any) -> None:
        kept.append(ctx)

    async def borrow(ctx: Any) -> None:
        await kept[0].db.query("users").collect()

    query(backend, keep)
    with pytest.raises(DeveloperError, match="belongs to another call"):
        query(backend, borrow)


def test_a_query_object_is_no_result(backend: Backend) -> None:
    async def forget(ctx: Any, part: str) -> Any:
        found = ctx.db.query("users")
        return found if part == "table" else found.order("desc")

    for part in ("table", "query"):
        with pytest.raises(DeveloperError, match="Return value is a Query"):
            query(backend, forget, part=part)


async def put(ctx: Any, body: str, fail: bool = False) -> str:
    await ctx.db.insert("posts", {"body": body})
    if fail:
        raise ConvexError(body)
    return body


async def bodies(ctx: Any) -> list[str]:
    return [row["body"] for row in await ctx.db.query("posts").collect()]


def test_inv52_a_nested_call_shares_the_transaction(backend: Backend) -> None:
    add(backend, "mutation", put)
    add(backend, "query", bodies)

    async def outer(ctx: Any) -> Any:
        await ctx.db.insert("posts", {"body": "1"})
        await ctx.run_mutation("m:put", {"body": "2"})
        try:
            await ctx.run_mutation("m:put", {"body": "lost", "fail": True})
        except ConvexError as error:
            await ctx.db.insert("posts", {"body": f"after {error.data}"})
        return await ctx.run_query("m:bodies")

    assert mutate(backend, outer) == ["1", "2", "after lost"]
    assert len(backend.write_log.entries) == 1
    assert [row["body"] for row in backend.documents("posts")] == ["1", "2", "after lost"]


def test_inv52_a_nested_failure_that_nobody_catches_fails_everything(backend: Backend) -> None:
    add(backend, "mutation", put)

    async def outer(ctx: Any) -> None:
        await ctx.db.insert("posts", {"body": "1"})
        await ctx.run_mutation("m:put", {"body": "lost", "fail": True})

    with pytest.raises(ConvexError):
        mutate(backend, outer)
    assert backend.documents("posts") == []


def test_inv52_a_table_made_by_a_nested_failure_is_gone(backend: Backend) -> None:
    async def create(ctx: Any) -> None:
        await ctx.db.insert("fresh", {"a": 1})
        raise ConvexError("no")

    async def outer(ctx: Any) -> None:
        await ctx.db.insert("other", {"a": 1})
        try:
            await ctx.run_mutation("m:create")
        except ConvexError:
            await ctx.db.insert("third", {"a": 1})

    add(backend, "mutation", create)
    mutate(backend, outer)
    assert user_tables(backend.snapshots.latest.registry) == {
        "posts": 10_001,
        "users": 10_002,
        "other": 10_003,
        "third": 10_004,
    }
    assert len(backend.documents("third")) == 1


def test_inv53_the_reads_of_a_rolled_back_call_still_count(backend: Backend) -> None:
    (id,) = backend.load("users", [{"email": "a"}])

    async def read_and_fail(ctx: Any) -> None:
        await ctx.db.get(id)
        raise ConvexError("no")

    async def outer(ctx: Any) -> None:
        try:
            await ctx.run_mutation("m:read_and_fail")
        except ConvexError:
            await ctx.db.insert("posts", {"body": "x"})

    async def rename(ctx: Any) -> None:
        await ctx.db.patch(id, {"email": "b"})

    add(backend, "mutation", read_and_fail)
    assert conflicts(backend, outer, rename)


def test_a_query_may_call_a_query(backend: Backend) -> None:
    add(backend, "query", bodies)

    async def outer(ctx: Any) -> Any:
        return await ctx.run_query("m:bodies")

    assert query(backend, outer) == []
    call = backend.start("m:outer")
    call.move()
    assert call.next_move == StepMove("1.0/runUdf", "ctx.run_query('m:bodies')", 0, "m:outer")
    call.move()
    assert isinstance(call.next_move, StepMove)
    assert (call.next_move.depth, call.next_move.path) == (1, "m:bodies")
    assert [frame.function for frame in call.frames()] == ["outer", "bodies"]


@pytest.mark.parametrize("kind", ["query", "mutation", "action"])
def test_what_is_wrong_with_a_nested_call_is_raised_where_it_is_awaited(
    backend: Backend, kind: Any
) -> None:
    async def f(ctx: Any, a: str) -> None: ...

    async def outer(ctx: Any, path: str, args: Any) -> Any:
        try:
            await ctx.run_query(path, args)
        except DeveloperError as error:
            return error.message
        return "fine"

    add(backend, "query", f, args=ObjectValidator({"a": v.string()}))
    add(backend, "mutation", put)
    path = add(backend, kind, outer)

    def outcome(callee: str, args: Any) -> Any:
        return backend.run(path, {"path": callee, "args": args})

    assert outcome("m:f", {"a": "x"}) == "fine"
    assert "ArgumentValidationError" in outcome("m:f", {"a": 1})
    assert "Expected to receive an object" in outcome("m:f", [1])
    assert outcome("m:nothing", {}).startswith('Couldn\'t find "nothing" in module "m".')
    assert outcome("m:put", {}) == (
        "Trying to execute m.js:put as Query, but it is defined as Mutation."
    )


@pytest.mark.parametrize("kind", ["query", "action"])
def test_calls_inside_calls_end_somewhere(backend: Backend, kind: Any) -> None:
    async def again(ctx: Any) -> Any:
        run = ctx.run_query if kind == "query" else ctx.run_action
        return await run("m:again")

    with pytest.raises(DeveloperError, match="depth limit exceeded"):
        backend.run(add(backend, kind, again))
