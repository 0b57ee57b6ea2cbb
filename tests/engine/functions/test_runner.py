"""A call in flight: its moves, where it stands, and what it comes to."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Begin, Commit, DeveloperError, Raised, Returned, StepMove
from tests.engine.small_backend import add, new_backend, start


async def insert(ctx: Any) -> str:
    await helper(ctx)
    return "done"


async def helper(ctx: Any) -> None:
    await ctx.db.insert("posts", {"body": "x"})


def test_nothing_moves_by_itself() -> None:
    backend = new_backend()
    call = start(backend, insert, "a")
    assert (call.label, call.path, call.kind, call.args) == ("a", "m:a", "mutation", {})
    assert (call.next_move, call.done, call.attempts) == (Begin(1, 0, "m:a"), False, 1)
    assert [call.frames(), call.step] == [[], None]
    call.move()
    assert repr(call.next_move) == repr(
        StepMove("1.0/insert", "ctx.db.insert('posts', {'body': 'x'})", 0, "m:a")
    )
    assert call.step is not None
    assert (call.step.method, call.step.arguments[0]) == ("insert", "posts")
    assert [frame.function for frame in call.frames()] == ["insert", "helper"]
    assert {frame.file for frame in call.frames()} == {__file__}
    call.move()
    assert repr(call.next_move) == repr(Commit(1, 0, "m:a"))
    assert call.frames() == []
    assert backend.documents("posts") == []
    assert "m:a" in repr(call)
    call.move()
    assert [call.next_move, call.done, call.outcome] == [None, True, Returned("done")]
    assert len(backend.documents("posts")) == 1
    with pytest.raises(DeveloperError, match="is done: it has no move left"):
        call.move()
    call.finish()
    call.move_to_commit()


def test_inv28_nobody_sees_what_is_not_committed() -> None:
    backend = new_backend()
    call = start(backend, insert)
    call.move_to_commit()

    async def count(ctx: Any) -> int:
        return len(await ctx.db.query("posts").collect())

    assert backend.run(add(backend, "query", count)) == 0
    call.finish()
    assert backend.run("m:count") == 1


def test_a_query_is_done_with_its_last_step() -> None:
    backend = new_backend()

    async def read(ctx: Any) -> Any:
        return await ctx.db.query("posts").first()

    call = backend.start(add(backend, "query", read))
    call.move()
    call.move()
    assert call.outcome == Returned(None)
    assert backend.snapshots.latest.pins == 0


def test_the_calls_of_an_action_are_moves_of_the_same_call() -> None:
    backend = new_backend()

    async def act(ctx: Any) -> Any:
        await ctx.run_mutation("m:insert")
        return await ctx.run_action("m:inner")

    async def inner(ctx: Any) -> Any:
        return await ctx.run_query("m:count")

    async def count(ctx: Any) -> int:
        return len(await ctx.db.query("posts").collect())

    add(backend, "mutation", insert)
    add(backend, "action", inner)
    add(backend, "query", count)
    call = backend.start(add(backend, "action", act))
    moves: list[Any] = []
    stands: list[list[str]] = []
    while call.next_move is not None:
        moves.append(call.next_move)
        stands.append([frame.function for frame in call.frames()])
        assert (call.step is not None) == isinstance(call.next_move, StepMove)
        call.move()
    assert [(type(move).__name__, move.depth, move.path) for move in moves] == [
        ("Begin", 0, "m:act"),
        ("Begin", 1, "m:insert"),
        ("StepMove", 1, "m:insert"),
        ("Commit", 1, "m:insert"),
        ("Begin", 1, "m:inner"),
        ("Begin", 2, "m:count"),
        ("StepMove", 2, "m:count"),
    ]
    assert stands[2] == ["act", "insert", "helper"]
    assert stands[-1] == ["act", "inner", "count"]
    assert call.outcome == Returned(1)


def test_a_failed_child_fails_where_the_action_awaits_it() -> None:
    backend = new_backend()

    async def fail(ctx: Any) -> None:
        raise RuntimeError("inner")

    async def act(ctx: Any) -> str:
        try:
            await ctx.run_mutation("m:fail")
        except RuntimeError as error:
            return str(error)
        return "missed"

    add(backend, "mutation", fail)
    assert backend.run(add(backend, "action", act)) == "inner"

    async def careless(ctx: Any) -> None:
        await ctx.run_mutation("m:fail")

    call = backend.start(add(backend, "action", careless))
    call.finish()
    assert isinstance(call.outcome, Raised)


def test_what_a_call_uses_of_its_limits_is_that_of_the_transaction_at_work() -> None:
    backend = new_backend()

    async def act(ctx: Any) -> None:
        await ctx.run_mutation("m:insert")

    add(backend, "mutation", insert)
    call = backend.start(add(backend, "action", act))
    seen: list[int | None] = []
    while not call.done:
        usage = call.usage
        seen.append(None if usage is None else usage.documents_written)
        call.move()
    assert seen == [None, None, 0, 1]


def test_a_call_that_is_given_up_ends_whatever_its_handlers_do_about_it() -> None:
    backend = new_backend()
    ends: list[str] = []

    async def stubborn(ctx: Any) -> None:
        try:
            await helper(ctx)
        finally:
            ends.append("awaits once more")
            await helper(ctx)
            ends.append("never")

    async def act(ctx: Any) -> None:
        try:
            await ctx.run_mutation("m:stubborn")
        finally:
            ends.append("action")

    add(backend, "mutation", stubborn)
    call = backend.start(add(backend, "action", act))
    call.abandon()
    call.move()
    call.move()
    call.abandon()
    assert ends == ["awaits once more", "action"]
    assert backend.documents("posts") == []
    plain = start(backend, insert)
    plain.abandon()
    assert plain.frames() == []


def test_a_handler_that_never_ends_is_let_go_all_the_same() -> None:
    backend = new_backend()
    tries: list[int] = []
    is_over: list[bool] = []

    async def endless(ctx: Any) -> None:
        while not is_over:
            try:
                await helper(ctx)
            except GeneratorExit:
                tries.append(1)

    call = start(backend, endless)
    call.move()
    call.abandon()
    assert len(tries) > 2
    is_over.append(True)  # or Python would complain when it collects the handler
