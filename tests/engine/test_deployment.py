"""The services put together: identities, forks, pushes, and errors as clients see them."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import (
    Backend,
    ConvexError,
    ErrorDetail,
    Function,
    FunctionReference,
    Response,
    http_action,
    http_router,
)
from minivex.errors import DeveloperError, ServerError
from minivex.functions.moves import Returned
from minivex.functions.ports import NOBODY
from minivex.services.crons import Crons, cron_jobs
from minivex.trace import Stepped
from tests.engine.items_backend import LOOSE, STRICT, schema
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


# Pushes.


def ticking(name: str, minutes: int = 1) -> Crons:
    crons = cron_jobs()
    crons.interval(name, {"minutes": minutes}, FunctionReference("items:tick"))
    return crons


async def tick(ctx: Any) -> None:
    await ctx.db.insert("items", {"n": 1})


TICK = {"items:tick": Function("mutation", tick, path="items:tick")}
MINUTE_MS = 60_000


def due(backend: Backend) -> dict[Any, Any]:
    return {job["name"]: job["nextTime"] for job in backend.documents("_cron_jobs")}


def test_cron_jobs_are_pushed_with_the_schema() -> None:
    backend = Backend(schema=schema(LOOSE), functions=TICK, crons=ticking("old"))
    backend.advance(MINUTE_MS)
    crons = ticking("new", minutes=2)
    backend.push(backend.schema, crons=crons)
    assert due(backend) == {"new": backend.clock.now_ms}
    backend.advance(4 * MINUTE_MS)
    assert len(backend.documents("items")) == 2 + 3


def test_a_cron_job_whose_schedule_has_not_changed_keeps_its_time() -> None:
    backend = Backend(schema=schema(LOOSE), functions=TICK, crons=ticking("same"))
    backend.advance(MINUTE_MS + 1)
    before = due(backend)
    backend.push(backend.schema, crons=ticking("same"))
    backend.push(backend.schema, TICK)
    assert due(backend) == before


def test_a_job_whose_schedule_changes_during_its_run_runs_again() -> None:
    backend = Backend(schema=schema(LOOSE), functions=TICK, crons=ticking("job"))
    work = backend.start_due()
    assert work is not None
    backend.push(backend.schema, crons=ticking("job", minutes=2))
    work.finish()
    backend.advance(2 * MINUTE_MS)
    assert len(backend.documents("items")) == 2


@pytest.mark.parametrize("what", ["functions", "crons"])
def test_a_push_without_the_function_of_a_cron_job_is_refused_and_changes_nothing(
    what: str,
) -> None:
    backend = Backend(schema=schema(LOOSE), functions=TICK, crons=ticking("job"))
    before = (backend.schema, backend.functions, due(backend), backend.latest_ts)
    crons = ticking("job", minutes=5) if what == "crons" else None
    with pytest.raises(DeveloperError, match="'job' calls items:tick, which is no function"):
        backend.push(schema(STRICT), {}, crons=crons)
    assert (backend.schema, backend.functions, due(backend), backend.latest_ts) == before
    assert backend.current_push is None


def test_live_queries_run_the_functions_that_came_with_cron_jobs() -> None:
    async def old(_ctx: Any) -> str:
        return "old"

    async def new(_ctx: Any) -> str:
        return "new"

    backend = Backend(functions={"app:q": Function("query", old, path="app:q")})
    seen: list[object] = []
    backend.subscribe("app:q", {}, seen.append)
    backend.push(
        None, {"app:q": Function("query", new, path="app:q"), **TICK}, crons=ticking("job")
    )
    assert seen == [Returned("old"), Returned("new")]


def test_routes_are_pushed_with_the_schema() -> None:
    async def hello(ctx: Any, request: Any) -> Response:
        return Response("hello")

    router = http_router()
    router.route(path="/hello", method="GET", handler=http_action(hello))
    backend = Backend(schema=schema(LOOSE))
    assert backend.fetch("/hello").status == 404
    backend.push(backend.schema, http=router)
    backend.push(backend.schema, {})
    assert backend.fetch("/hello").status == 200
