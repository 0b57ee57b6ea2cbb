"""The services put together: identities, forks, and errors as clients see them."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, ConvexError, ErrorDetail, FunctionReference
from minivex.errors import ServerError
from minivex.functions.ports import NOBODY
from minivex.trace import Stepped
from tests.engine.small_backend import SCHEMA, Listener, add, jobs_of, mutate, new_backend


def test_without_an_identity_nobody_calls() -> None:
    backend = new_backend()
    assert backend.services.caller_of(None) is NOBODY
    assert backend.services is backend.services


def test_what_an_action_calls_is_traced() -> None:
    backend = new_backend()
    backend.tracer = listener = Listener()

    async def log(ctx: Any) -> None:
        await ctx.db.insert("posts", {"body": "x"})

    async def outer(ctx: Any) -> None:
        await ctx.run_mutation(FunctionReference("m:log"))
        await ctx.scheduler.run_after(0, FunctionReference("m:log"))

    add(backend, "mutation", log)
    backend.run(add(backend, "action", outer))
    steps = [event.op for event in listener.events if isinstance(event, Stepped)]
    assert steps == ["1.0/actions/mutation", "1.0/insert", "1.0/actions/schedule"]


def test_a_fork_has_the_jobs_the_files_and_the_time() -> None:
    backend = new_backend()

    async def log(ctx: Any) -> None:
        await ctx.db.insert("posts", {"body": str(ctx.now())})

    async def plan(ctx: Any) -> None:
        await ctx.scheduler.run_after(1000, FunctionReference("m:log"))

    add(backend, "mutation", log)
    mutate(backend, plan)
    file = backend.commit_alone(
        lambda transaction: backend.files.store(transaction, b"hello", None)
    )
    url = backend.read_alone(lambda transaction: backend.files.url(transaction, file))
    other = backend.fork()
    assert other.advance(1000) == 1
    assert other.fetch(str(url)).text() == "hello"
    assert [job["state"]["kind"] for job in jobs_of(backend)] == ["pending"]
    assert backend.documents("posts") == []
    assert backend.advance(1000) == 1


def test_production_shows_the_data_of_a_convex_error_and_nothing_else() -> None:
    backend = Backend(schema=SCHEMA, error_detail=ErrorDetail.REDACTED)

    async def fail(ctx: Any, kind: Any) -> None:
        if kind == "convex":
            raise ConvexError({"code": 1})
        raise ValueError("the secret")

    path = add(backend, "query", fail)
    with pytest.raises(ConvexError) as shown:
        backend.run(path, {"kind": "convex"})
    assert shown.value.data == {"code": 1}
    for one in (backend, backend.fork()):
        with pytest.raises(ServerError, match=r"^\[Request ID: [0-9a-f]{16}\] Server Error$") as e:
            one.run(path, {"kind": "other"})
        assert str(e.value.hidden) == "the secret"
        assert e.value.request_id in e.value.message


def test_development_shows_every_error() -> None:
    backend = new_backend()

    async def fail(ctx: Any) -> None:
        raise ValueError("plain")

    with pytest.raises(ValueError, match="plain"):
        backend.run(add(backend, "query", fail))


def test_work_alone_that_fails_leaves_nothing() -> None:
    backend = new_backend()

    def work(transaction: Any) -> None:
        transaction.insert("posts", {"body": "x"})
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        backend.commit_alone(work)
    assert backend.documents("posts") == []
