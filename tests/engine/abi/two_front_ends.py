"""The same handler for both front ends: both answer, read and leave behind the same."""

from __future__ import annotations

from typing import Any

from minivex import Backend, Int64, Returned
from tests.engine.small_backend import Handler, add, new_backend


def reads_of(call: Any) -> dict[str, list[Any]]:
    """The read set of a call: intervals per index."""
    reads = call._execution.token.reads
    return {index.name: list(reads.intervals(index)) for index in reads.indexes()}


def both(backend: Backend, python: Handler, package: Handler, **args: Any) -> Any:
    """Run two handlers on two forks; they return, read and leave behind the same."""
    seen = []
    for handler in (python, package):
        fork = backend.fork()
        fork.functions = dict(backend.functions)
        call = fork.start(add(fork, "mutation", handler, "m:handler"), args)
        call.finish()
        tables = {name: fork.documents(name) for name in fork.snapshots.latest.registry.by_name}
        seen.append((call.outcome, reads_of(call), tables, fork.latest_ts))
    assert seen[0] == seen[1]
    outcome = seen[0][0]
    assert isinstance(outcome, Returned)
    return outcome.value


def with_users() -> tuple[Backend, list[str]]:
    backend = new_backend()
    ids = backend.load(
        "users", [{"email": letter, "n": float(n)} for n, letter in enumerate("abcd")]
    )
    return backend, ids


async def double(ctx: Any, n: float) -> Any:
    await ctx.db.insert("posts", {"body": "doubled"})
    return [n * 2, Int64(3)]


async def look(ctx: Any, n: float) -> Any:
    return [n, len(await ctx.db.query("posts").collect())]


async def fails(ctx: Any) -> Any:
    await ctx.db.insert("posts", {"body": "never"})
    raise KeyError("id")
