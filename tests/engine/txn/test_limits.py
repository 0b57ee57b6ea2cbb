"""The limits of a call: the real numbers, small worlds, and sizes of arguments and results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from minivex import Backend
from minivex.errors import LimitError
from minivex.txn.limits import LIMITS, Limits
from tests.engine.small_backend import SCHEMA, mutate, query

SMALL = Limits(
    documents_read=10,
    bytes_read=2_000,
    ranges_read=5,
    documents_written=10,
    bytes_written=2_000,
    functions_scheduled=3,
    scheduled_bytes=500,
    arguments_bytes=1_000,
    result_bytes=1_000,
)
HELP = (
    "Consider using smaller limits in your queries, paginating your queries, or using indexed "
    "queries with a selective index range expressions."
)


def backend_with(documents: int = 0, limits: Limits = SMALL) -> Backend:
    backend = Backend(schema=SCHEMA, limits=limits)
    backend.load("posts", [{"body": f"{n:03}"} for n in range(documents)])
    return backend


def refused(run: Callable[[], object], message: str) -> None:
    with pytest.raises(LimitError) as refusal:
        run()
    assert refusal.value.message == message


def test_the_numbers_are_those_of_convex() -> None:
    assert (LIMITS.documents_read, LIMITS.documents_written) == (32_000, 16_000)
    assert LIMITS.bytes_read == LIMITS.bytes_written == 16 * 1024 * 1024
    assert (LIMITS.ranges_read, LIMITS.functions_scheduled) == (4_096, 1_000)
    assert Backend().limits is LIMITS
    assert Backend(limits=SMALL).fork().limits is SMALL


def test_a_small_world_has_the_same_limits_in_proportion() -> None:
    small = LIMITS.scaled(1_000)
    assert (small.documents_read, small.documents_written, small.ranges_read) == (32, 16, 4)
    assert LIMITS.scaled(10**12).functions_scheduled == 1


def test_inv75_arguments_and_results_have_a_size() -> None:
    backend = backend_with()

    async def echo(ctx: Any, what: Any, times: Any) -> Any:
        return what * int(times)

    assert len(query(backend, echo, what="x" * 900, times=1)) == 900
    refused(
        lambda: query(backend, echo, what="x" * 1_000, times=1),
        "Arguments for m:echo are too large (actual: 1024 B, limit: 1000 B)",
    )
    refused(
        lambda: query(backend, echo, what="x" * 900, times=2),
        "Function m:echo return value is too large (actual: 1802 B, limit: 1000 B)",
    )


def test_inv75_sizes_are_told_in_mib_when_they_are_large() -> None:
    backend = backend_with(limits=LIMITS)

    async def swell(ctx: Any, times: Any) -> Any:
        return ["x" * 1024 * 1024] * int(times)

    query(backend, swell, times=15)
    refused(
        lambda: query(backend, swell, times=16),
        "Function m:swell return value is too large (actual: 16 MiB, limit: 16 MiB)",
    )


def test_the_engine_itself_has_no_limits() -> None:
    assert len(backend_with(50).documents("posts")) == 50


def test_a_small_world_says_in_its_errors_that_it_is_one() -> None:
    async def write(ctx: Any, count: Any) -> None:
        for _ in range(int(count)):
            await ctx.db.insert("posts", {"body": "x"})

    backend = backend_with(limits=LIMITS.scaled(100).scaled(10))
    mutate(backend, write, count=16)
    refused(
        lambda: mutate(backend, write, count=17),
        "Too many writes in a single function execution (limit: 16)\n"
        "This is a small world: the lab divides every limit by 1000, and the real one is 16000.",
    )


def test_a_budget_that_a_function_set_itself_is_not_put_down_to_the_lab() -> None:
    small = LIMITS.scaled(1_000)
    assert "divides every limit by 1000" in small.origin("documents_read")
    assert replace(small, documents_read=5).origin("documents_read") == ""
    assert LIMITS.origin("documents_read") == SMALL.origin("documents_read") == ""
