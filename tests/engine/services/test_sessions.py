"""A mutation that is sent twice runs once."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, ConvexError, RequestId
from tests.engine.small_backend import add, new_backend


@pytest.fixture
def backend() -> Backend:
    backend = new_backend()

    async def append(ctx: Any, body: Any = "x") -> Any:
        await ctx.db.insert("posts", {"body": body})
        return len(await ctx.db.query("posts").collect())

    async def refuse(ctx: Any) -> None:
        if not await ctx.db.query("posts").first():
            raise ConvexError("empty")

    async def count(ctx: Any) -> Any:
        return len(await ctx.db.query("posts").collect())

    add(backend, "mutation", append)
    add(backend, "mutation", refuse)
    add(backend, "query", count)
    return backend


def test_a_resent_mutation_returns_its_first_answer(backend: Backend) -> None:
    first = RequestId("s", 1)
    assert backend.run("m:append", request=first) == 1
    assert backend.run("m:append", request=RequestId("s", 2)) == 2
    assert backend.run("m:append", request=RequestId("other", 1)) == 3
    assert backend.run("m:append", request=first) == 1
    assert len(backend.documents("posts")) == 3


def test_the_answer_is_remembered_through_a_crash(backend: Backend) -> None:
    call = backend.start("m:append", request=RequestId("s", 1))
    call.finish()
    backend.crash()
    assert backend.run("m:append", request=RequestId("s", 1)) == 1
    assert len(backend.documents("posts")) == 1


def test_two_copies_in_flight_take_effect_once(backend: Backend) -> None:
    one = backend.start("m:append", request=RequestId("s", 1))
    two = backend.start("m:append", request=RequestId("s", 1))
    one.move_to_commit()
    two.move_to_commit()
    two.finish()
    one.finish()
    assert one.outcome == two.outcome
    assert len(backend.documents("posts")) == 1


def test_a_mutation_that_failed_runs_again(backend: Backend) -> None:
    with pytest.raises(ConvexError):
        backend.run("m:refuse", request=RequestId("s", 1))
    backend.run("m:append")
    assert backend.run("m:refuse", request=RequestId("s", 1)) is None


def test_a_query_has_no_request(backend: Backend) -> None:
    assert backend.run("m:count", request=RequestId("s", 1)) == 0
    backend.run("m:append")
    assert backend.run("m:count", request=RequestId("s", 1)) == 1


def test_inv44_a_mutation_of_a_session_is_checked_even_if_it_only_reads(backend: Backend) -> None:
    async def check(ctx: Any) -> None:
        await ctx.db.query("posts").collect()

    add(backend, "mutation", check)
    for request, attempts in ((None, 1), (RequestId("s", 1), 2)):
        call = backend.start("m:check", request=request)
        call.move_to_commit()
        backend.run("m:append")
        call.finish()
        assert call.attempts == attempts
