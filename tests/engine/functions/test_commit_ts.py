"""``ctx.db.vars.commit_ts``: the order of commits, written into documents."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import (
    UNDEFINED,
    Backend,
    CommitTsPlaceholder,
    FunctionReference,
    Int64,
    MemoryStorage,
    RequestId,
    define_schema,
    define_table,
    v,
)
from minivex.errors import DeveloperError, SchemaValidationError, UnresolvedCommitTsError
from minivex.schema.validator_json import validator_from_json
from tests.engine.small_backend import act, add, mutate, query, start

SCHEMA = define_schema(
    {
        "work": define_table(
            {"at": v.optional(v.commit_ts()), "n": v.number(), "more": v.optional(v.any())}
        ).index("by_at", ["at"]),
        "plain": define_table({"at": v.int64()}),
        "text": define_table({"at": v.string()}),
    }
)


def new_backend(**options: Any) -> Backend:
    return Backend(schema=SCHEMA, **options)


async def enqueue(ctx: Any, n: float = 0) -> Any:
    return await ctx.db.insert("work", {"at": ctx.db.vars.commit_ts, "n": n})


def at(document: Any) -> int:
    found = document["at"]
    assert isinstance(found, Int64)
    return found.value


def test_a_commit_fills_in_its_own_timestamp_everywhere() -> None:
    backend = new_backend()

    async def write(ctx: Any) -> None:
        now = ctx.db.vars.commit_ts
        await ctx.db.insert("work", {"at": now, "n": 1, "more": {"list": [now]}})
        await ctx.db.insert("work", {"at": now, "n": 2})

    mutate(backend, write)
    first, second = backend.documents("work")
    assert at(first) == at(second) == backend.latest_ts
    assert first["more"] == {"list": [Int64(backend.latest_ts)]}
    backend.snapshots.latest.check_invariants()


def test_the_order_of_the_timestamps_is_the_order_of_the_commits() -> None:
    """Creation times say who began first, and that may be the other way round."""
    backend = new_backend()
    slow, fast = start(backend, enqueue, "slow", n=1), start(backend, enqueue, "fast", n=2)
    slow.move()
    fast.move()
    slow.move()
    fast.finish()
    slow.finish()
    by_creation = [row["n"] for row in backend.documents("work")]

    async def by_commit(ctx: Any) -> Any:
        return [row["n"] async for row in ctx.db.query("work").with_index("by_at")]

    assert by_creation == [1, 2]
    assert query(backend, by_commit) == [2, 1]


def test_the_writer_reads_a_placeholder_that_sorts_behind_every_commit() -> None:
    backend = new_backend()
    mutate(backend, enqueue, n=1)

    async def look(ctx: Any) -> Any:
        now = ctx.db.vars.commit_ts
        id = await enqueue(ctx, 2)
        found = await ctx.db.get("work", id)
        assert isinstance(found["at"], CommitTsPlaceholder)
        assert found["at"] == now
        work = ctx.db.query("work").with_index
        assert [row["n"] async for row in work("by_at")] == [1, 2]
        assert [row["n"] async for row in work("by_at", lambda q: q.eq("at", now))] == [2]
        assert [row["n"] async for row in work("by_at", lambda q: q.lt("at", now))] == [1]
        later = ctx.db.query("work").filter(lambda q: q.gt(q.field("at"), Int64(0)))
        assert len(await later.collect()) == 2
        half = ctx.db.query("work").filter(
            lambda q: q.gt(q.div(q.field("at"), Int64(2)), q.neg(q.field("at")))
        )
        return len(await half.collect())

    assert mutate(backend, look) == 2


def test_a_patch_and_a_replace_get_the_timestamp_of_their_own_commit() -> None:
    backend = new_backend()
    id = mutate(backend, enqueue, n=1)
    first = backend.latest_ts

    async def patch(ctx: Any) -> None:
        await ctx.db.patch("work", id, {"more": ctx.db.vars.commit_ts})

    async def touch(ctx: Any) -> None:
        await ctx.db.patch("work", id, {"at": ctx.db.vars.commit_ts})
        await ctx.db.patch("work", id, {"n": 5, "more": UNDEFINED})

    async def replace(ctx: Any) -> None:
        await ctx.db.replace("work", id, {"at": ctx.db.vars.commit_ts, "n": 7})

    mutate(backend, patch)
    (row,) = backend.documents("work")
    assert (at(row), row["more"]) == (first, Int64(backend.latest_ts))
    mutate(backend, touch)
    (row,) = backend.documents("work")
    assert (at(row), row["n"], "more" in row) == (backend.latest_ts, 5, False)
    mutate(backend, replace)
    (row,) = backend.documents("work")
    assert (at(row), row["n"]) == (backend.latest_ts, 7)
    backend.snapshots.latest.check_invariants()


def test_nested_calls_pass_it_on_and_the_caller_gets_the_number() -> None:
    backend = new_backend()

    async def store(ctx: Any, when: Any) -> Any:
        await ctx.db.insert("work", {"at": when, "n": 1})
        return {"when": when}

    async def rows(ctx: Any) -> Any:
        return [row["at"] for row in await ctx.db.query("work").collect()]

    async def outer(ctx: Any) -> Any:
        answer = await ctx.run_mutation(
            FunctionReference("m:store"), {"when": ctx.db.vars.commit_ts}
        )
        assert isinstance(answer["when"], CommitTsPlaceholder)
        inside = await ctx.run_query(FunctionReference("m:rows"))
        return [answer, inside]

    add(backend, "mutation", store, args=v.object({"when": v.commit_ts()}))
    add(backend, "query", rows, returns=v.array(v.commit_ts()))
    ts = mutate(backend, outer)
    assert ts == [{"when": Int64(backend.latest_ts)}, [Int64(backend.latest_ts)]]
    assert at(backend.documents("work")[0]) == backend.latest_ts


def test_a_resent_mutation_and_an_action_get_the_number_too() -> None:
    backend = new_backend()

    async def store(ctx: Any) -> Any:
        await enqueue(ctx)
        return ctx.db.vars.commit_ts

    add(backend, "mutation", store)
    first = backend.run("m:store", request=RequestId("s", 1))
    assert first == Int64(backend.latest_ts)
    assert backend.run("m:store", request=RequestId("s", 1)) == first

    async def work(ctx: Any) -> Any:
        return await ctx.run_mutation(FunctionReference("m:store"))

    assert act(backend, work) == Int64(backend.latest_ts)


def test_a_retry_gets_the_timestamp_of_the_commit_that_succeeded() -> None:
    backend = new_backend()

    async def count(ctx: Any) -> None:
        rows = await ctx.db.query("work").collect()
        await enqueue(ctx, len(rows))

    call = start(backend, count, "late")
    call.move_to_commit()
    mutate(backend, enqueue, n=9)
    call.finish()
    assert call.attempts == 2
    assert at(backend.documents("work")[-1]) == backend.latest_ts


def test_a_rollback_leaves_no_placeholder_behind() -> None:
    backend = new_backend()

    async def fail(ctx: Any) -> None:
        await enqueue(ctx)
        raise ValueError

    async def outer(ctx: Any) -> None:
        with pytest.raises(ValueError):  # noqa: PT011 - its own
            await ctx.run_mutation(FunctionReference("m:fail"))
        await ctx.db.insert("work", {"n": 3})

    add(backend, "mutation", fail)
    mutate(backend, outer)
    assert [row.get("at") for row in backend.documents("work")] == [None]


def test_a_log_keeps_the_number() -> None:
    storage = MemoryStorage()
    backend = Backend.open(storage, schema=SCHEMA)
    mutate(backend, enqueue, n=1)
    again = Backend.open(storage, schema=SCHEMA)
    assert again.documents("work") == backend.documents("work")


def test_a_query_cannot_return_what_no_commit_will_fill_in() -> None:
    backend = new_backend()
    leaked: list[Any] = []

    async def leak(ctx: Any) -> None:
        leaked.append(ctx.db.vars.commit_ts)

    async def tell(ctx: Any) -> Any:
        return leaked[0]

    mutate(backend, leak)
    with pytest.raises(UnresolvedCommitTsError) as caught:
        query(backend, tell)
    assert caught.value.message == (
        "Function m.js:tell return value invalid: queries cannot return an unresolved "
        "commit timestamp"
    )
    with pytest.raises(UnresolvedCommitTsError):
        act(backend, tell)
    with pytest.raises(DeveloperError, match="has no vars"):
        query(backend, leak)


def test_it_cannot_be_scheduled_filtered_for_or_sent_by_a_client() -> None:
    backend = new_backend()

    async def schedule(ctx: Any) -> None:
        await ctx.scheduler.run_after(
            0, FunctionReference("m:enqueue"), {"n": ctx.db.vars.commit_ts}
        )

    async def filtered(ctx: Any) -> None:
        now = ctx.db.vars.commit_ts
        await ctx.db.query("work").filter(lambda q: q.eq(q.field("at"), now)).collect()

    add(backend, "mutation", enqueue)
    for handler in (schedule, filtered):
        with pytest.raises(UnresolvedCommitTsError, match="contains an unresolved"):
            mutate(backend, handler)
    with pytest.raises(UnresolvedCommitTsError):
        mutate(backend, enqueue, n=CommitTsPlaceholder())


def test_validators_take_it_for_the_int64_that_it_will_be() -> None:
    backend = new_backend()

    async def plain(ctx: Any) -> None:
        await ctx.db.insert("plain", {"at": ctx.db.vars.commit_ts})

    async def text(ctx: Any) -> None:
        await ctx.db.insert("text", {"at": ctx.db.vars.commit_ts})

    mutate(backend, plain)
    with pytest.raises(SchemaValidationError, match="Value: 9223372036854775807"):
        mutate(backend, text)
    assert str(v.commit_ts()) == "v.commitTs()"
    assert v.commit_ts().to_json() == {"type": "commitTs"}
    assert str(validator_from_json({"type": "commitTs"})) == "v.commitTs()"


def test_the_snapshot_timestamp_lies_between_what_is_seen_and_what_is_not() -> None:
    """So a consumer that reads up to it never conflicts with those who append."""
    backend = new_backend()
    mutate(backend, enqueue, n=1)

    async def consume(ctx: Any) -> Any:
        upto = ctx.meta.get_snapshot_ts()
        rows = ctx.db.query("work").with_index("by_at", lambda q: q.lte("at", upto))
        seen = [row["n"] async for row in rows]
        await ctx.db.insert("work", {"n": 100})
        return [seen, upto]

    call = start(backend, consume, "consumer")
    call.move_to_commit()
    before = backend.latest_ts
    mutate(backend, enqueue, n=2)
    call.finish()
    assert call.attempts == 1
    assert call.outcome is not None
    assert getattr(call.outcome, "value") == [[1], Int64(before)]  # noqa: B009 - a union
