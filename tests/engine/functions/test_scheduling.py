"""``ctx.scheduler``: what it takes, and when it takes effect."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from minivex import Backend, ConvexError
from minivex.clock import START_MS
from minivex.errors import InvalidArgumentError
from minivex.functions.references import FunctionReference, internal
from minivex.values.value import UNDEFINED
from tests.engine.small_backend import act, add, jobs_of, mutate, new_backend

LOG = FunctionReference("m:log")


@pytest.fixture
def backend() -> Backend:
    backend = new_backend()

    async def log(ctx: Any, what: Any) -> None:
        await ctx.db.insert("posts", {"body": what})

    add(backend, "mutation", log)
    return backend


def test_a_call_is_due_after_a_delay_or_at_a_time(backend: Backend) -> None:
    async def plan(ctx: Any) -> None:
        await ctx.scheduler.run_after(1500, LOG, {"what": "a"})
        await ctx.scheduler.run_at(ctx.now() + 500, internal.m.log, {"what": "b"})
        await ctx.scheduler.run_at(datetime.fromtimestamp(START_MS / 1000 + 2, UTC), LOG)

    mutate(backend, plan)
    assert [(job["args"], job["scheduledTime"]) for job in jobs_of(backend)] == [
        ([{"what": "a"}], START_MS + 1500),
        ([{"what": "b"}], START_MS + 500),
        ([{}], START_MS + 2000),
    ]


@pytest.mark.parametrize(
    ("delay", "message"),
    [
        ("5", "`delayMs` must be a number"),
        (True, "`delayMs` must be a number"),
        (None, "`delayMs` must be a number"),
        (float("nan"), "`delayMs` must be a finite number"),
        (-1, "`delayMs` must be non-negative"),
    ],
)
def test_a_delay_is_a_number_of_milliseconds_from_now_on(
    backend: Backend, delay: Any, message: str
) -> None:
    async def plan(ctx: Any) -> None:
        await ctx.scheduler.run_after(delay, LOG)

    with pytest.raises(InvalidArgumentError, match=message):
        mutate(backend, plan)


@pytest.mark.parametrize("time", ["soon", True, None, float("inf")])
def test_a_time_is_a_datetime_or_milliseconds(backend: Backend, time: Any) -> None:
    async def plan(ctx: Any) -> None:
        await ctx.scheduler.run_at(time, LOG)

    with pytest.raises(InvalidArgumentError, match="The invoke time must a Date or a timestamp"):
        mutate(backend, plan)


def test_inv77_what_a_mutation_schedules_exists_if_it_commits(backend: Backend) -> None:
    async def plan(ctx: Any, fails: Any) -> None:
        await ctx.scheduler.run_after(0, LOG, {"what": "x"})
        if fails:
            raise ConvexError("never mind")

    with pytest.raises(ConvexError):
        mutate(backend, plan, fails=True)
    assert jobs_of(backend) == []
    mutate(backend, plan, fails=False)
    assert len(jobs_of(backend)) == 1


def test_inv77_what_an_action_schedules_exists_at_once(backend: Backend) -> None:
    async def plan(ctx: Any) -> None:
        await ctx.scheduler.run_after(0, LOG, {"what": "x"})
        raise ConvexError("too late")

    with pytest.raises(ConvexError):
        act(backend, plan)
    assert len(jobs_of(backend)) == 1


def test_inv52_a_nested_mutation_that_fails_has_scheduled_nothing(backend: Backend) -> None:
    async def inner(ctx: Any) -> None:
        await ctx.scheduler.run_after(0, LOG, {"what": "inner"})
        raise ConvexError("no")

    async def outer(ctx: Any) -> None:
        await ctx.scheduler.run_after(0, LOG, {"what": "outer"})
        try:
            await ctx.run_mutation(FunctionReference("m:inner"))
        except ConvexError:
            return

    add(backend, "mutation", inner)
    mutate(backend, outer)
    assert [job["args"] for job in jobs_of(backend)] == [[{"what": "outer"}]]


def test_inv81_a_job_can_be_canceled_by_a_mutation_and_by_an_action(backend: Backend) -> None:
    async def plan(ctx: Any) -> Any:
        return [await ctx.scheduler.run_after(1, LOG, {"what": "x"}) for _ in range(2)]

    async def cancel(ctx: Any, id: Any) -> None:
        await ctx.scheduler.cancel(id)

    first, second = mutate(backend, plan)
    mutate(backend, cancel, id=first)
    act(backend, cancel, id=second)
    assert [job["state"] for job in jobs_of(backend)] == [{"kind": "canceled"}] * 2
    backend.advance(1)
    assert backend.documents("posts") == []


@pytest.mark.parametrize(
    ("id", "message"),
    [
        (UNDEFINED, "Must provide arg 1 `id` to `cancel`"),
        (5, "expected string but got 'int'"),
        ("nonsense", "Unable to decode ID"),
    ],
)
def test_a_job_is_canceled_by_its_id(backend: Backend, id: Any, message: str) -> None:
    async def cancel(ctx: Any) -> None:
        await ctx.scheduler.cancel(id)

    with pytest.raises(Exception, match=message):
        mutate(backend, cancel)


def test_the_id_of_another_table_is_no_job(backend: Backend) -> None:
    (user,) = backend.load("users", [{"email": "a"}])

    async def cancel(ctx: Any) -> None:
        await ctx.scheduler.cancel(user)

    with pytest.raises(InvalidArgumentError, match="Invalid scheduled function ID"):
        mutate(backend, cancel)
