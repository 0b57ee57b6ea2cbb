"""What a tracer hears, and that nobody else pays for it."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import UNDEFINED, FunctionReference
from minivex.index.interval import EVERYTHING
from minivex.trace import (
    CallTrace,
    Crashed,
    Raised,
    Ran,
    ReadRange,
    Returned,
    Scheduled,
    Stepped,
    Validated,
    Wrote,
)
from tests.engine.small_backend import Listener, add, jobs_of, mutate, new_backend, start


async def work(ctx: Any, id: str) -> int:
    await ctx.db.get("users", id)
    await ctx.db.query("users").with_index("by_email", lambda q: q.eq("email", "a")).collect()
    await ctx.db.patch(id, {"n": UNDEFINED})
    await ctx.db.insert("posts", {"body": "x"})
    await ctx.db.replace(id, {"email": "b"})
    await ctx.db.delete(id)
    return 7


def test_the_life_of_a_mutation_in_events() -> None:
    listener = Listener()
    backend = new_backend(tracer=listener)
    (id,) = backend.load("users", [{"email": "a", "n": 1}])
    mutate(backend, work, id=id)
    assert listener.kinds() == [
        "Began",
        *("Stepped", "ReadRange"),
        *("Stepped", "ReadRange"),
        *("Stepped", "ReadRange", "Wrote"),
        *("Stepped", "Wrote"),
        *("Stepped", "ReadRange", "Wrote"),
        *("Stepped", "ReadRange", "Wrote"),
        "Validated",
        "Committed",
        "Returned",
    ]
    steps = [event for event in listener.events if isinstance(event, Stepped)]
    assert [step.op for step in steps] == [
        "1.0/get",
        "1.0/queryStream",
        "1.0/shallowMerge",
        "1.0/insert",
        "1.0/replace",
        "1.0/remove",
    ]
    assert steps[0].detail == f"ctx.db.get('users', '{id}')"
    assert steps[1].detail == "ctx.db.query('users').with_index('by_email').collect()"
    assert steps[0].file == __file__
    first = steps[0].line
    assert first is not None
    assert [step.line for step in steps] == [first + n for n in range(6)]
    ranges = [event for event in listener.events if isinstance(event, ReadRange)]
    assert [(read.index, read.documents) for read in ranges[:2]] == [
        ("users.by_id", 1),
        ("users.by_email", 1),
    ]
    assert backend.describe_range(ranges[1].index, ranges[1].interval) == '[email = "a"]'
    writes = [event for event in listener.events if isinstance(event, Wrote)]
    assert [(write.op, write.table, write.fields) for write in writes] == [
        ("patch", "users", {"n": UNDEFINED}),
        ("insert", "posts", {"body": "x"}),
        ("replace", "users", {"email": "b"}),
        ("delete", "users", {}),
    ]
    assert listener.events[-1] == Returned("call", "m:work", 1, 7)


def test_a_failure_is_heard_too() -> None:
    listener = Listener()
    backend = new_backend(tracer=listener)
    error = RuntimeError("no")

    async def fail(ctx: Any) -> None:
        raise error

    with pytest.raises(RuntimeError):
        mutate(backend, fail)
    assert listener.events[-1] == Raised("call", "m:fail", 1, error)


def test_nested_functions_have_their_own_path() -> None:
    listener = Listener()
    backend = new_backend(tracer=listener)

    async def inner(ctx: Any) -> None:
        await ctx.db.insert("posts", {"body": "x"})

    async def outer(ctx: Any) -> None:
        await ctx.run_mutation("m:inner")
        await ctx.db.insert("posts", {"body": "y"})

    add(backend, "mutation", inner)
    mutate(backend, outer)
    paths = [(type(event).__name__, event.path) for event in listener.events]
    assert paths == [
        ("Began", "m:outer"),
        ("Stepped", "m:outer"),
        ("Stepped", "m:inner"),
        ("Wrote", "m:inner"),
        ("Stepped", "m:outer"),
        ("Wrote", "m:outer"),
        ("Validated", "m:outer"),
        ("Committed", "m:outer"),
        ("Returned", "m:outer"),
    ]


def test_a_step_without_a_known_place_has_none() -> None:
    listener = Listener()
    trace = CallTrace(listener, "a", "m:f", 1)
    trace.stepped("1.0/get", "ctx.db.get()", None)
    trace.read("users.by_id", EVERYTHING, 0)
    assert listener.events[0] == Stepped("a", "m:f", 1, "1.0/get", "ctx.db.get()", None, None)


def test_what_runs_later_is_heard_when_it_is_asked_for_and_when_it_has_run() -> None:
    heard = Listener()
    backend = new_backend(tracer=heard)

    async def fine(ctx: Any) -> None:
        await ctx.db.insert("posts", {"body": "x"})

    async def fails(ctx: Any) -> None:
        raise ValueError

    async def plan(ctx: Any) -> None:
        await ctx.scheduler.run_after(1, FunctionReference("m:fine"))
        await ctx.scheduler.run_after(2, FunctionReference("m:fails"))

    for kind, handler in (("mutation", fine), ("action", fails)):
        add(backend, kind, handler)  # type: ignore[arg-type]
    mutate(backend, plan)
    jobs = [str(job["_id"]) for job in jobs_of(backend)]
    now_ms = backend.clock.now_ms
    asked = [event for event in heard.events if isinstance(event, Scheduled)]
    assert [(one.path, one.function, one.due_ms - now_ms, one.id) for one in asked] == [
        ("m:plan", "m:fine", 1, jobs[0]),
        ("m:plan", "m:fails", 2, jobs[1]),
    ]
    backend.advance(5)
    ran = [event for event in heard.events if isinstance(event, Ran)]
    assert [(one.call, one.id, type(one.error)) for one in ran] == [
        ("job m:fine", jobs[0], type(None)),
        ("job m:fails", jobs[1], ValueError),
    ]


def test_a_crash_and_a_check_that_passed_are_heard() -> None:
    heard = Listener()
    backend = new_backend(tracer=heard)

    async def write(ctx: Any) -> None:
        await ctx.db.insert("posts", {"body": "x"})

    backend.load("posts", [{"body": "there"}])
    call = start(backend, write, "late")
    call.move_to_commit()
    mutate(backend, write)
    call.finish()
    checks = [event for event in heard.events if isinstance(event, Validated)]
    assert [(one.call, one.commits) for one in checks] == [("call", 0), ("late", 1)]
    backend.crash()
    assert heard.events[-1] == Crashed("", "", 1, backend.clock.now_ms)
