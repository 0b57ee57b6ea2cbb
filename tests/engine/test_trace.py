"""What a tracer hears, and that nobody else pays for it."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import UNDEFINED
from minivex.index.interval import EVERYTHING
from minivex.trace import CallTrace, Raised, ReadRange, Returned, Stepped, Wrote
from tests.engine.small_backend import Listener, add, mutate, new_backend


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
        ("Committed", "m:outer"),
        ("Returned", "m:outer"),
    ]


def test_a_step_without_a_known_place_has_none() -> None:
    listener = Listener()
    trace = CallTrace(listener, "a", "m:f", 1)
    trace.stepped("1.0/get", "ctx.db.get()", None)
    trace.read("users.by_id", EVERYTHING, 0)
    assert listener.events[0] == Stepped("a", "m:f", 1, "1.0/get", "ctx.db.get()", None, None)
