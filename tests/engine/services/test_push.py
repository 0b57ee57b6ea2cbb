"""Pushes: another schema over data that stays, and what mutations do meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import (
    Backend,
    FunctionReference,
    MemoryStorage,
    define_schema,
    define_table,
    v,
)
from minivex.errors import (
    FunctionNotFoundError,
    IndexNotFoundError,
    PushSupersededError,
    SchemaPushError,
    SchemaValidationError,
)
from minivex.functions.definitions import Function
from tests.engine.items_backend import LOOSE, STRICT, by, full, insert, schema
from tests.engine.small_backend import add, mutate, query, start

# Schemas and documents.


def test_inv74_a_push_over_a_document_that_does_not_match_is_refused_and_changes_nothing() -> None:
    backend = full()
    (id,) = backend.load("items", [{"n": 9}])
    before = (backend.documents("items"), backend.schema, backend.latest_ts)
    with pytest.raises(SchemaPushError) as caught:
        backend.push(schema(STRICT))
    assert caught.value.message == (
        f'Document with ID "{id}" in table "items" does not match the schema: Object is missing '
        "the required field `tag`. Consider wrapping the field validator in `v.optional(...)` if "
        "this is expected.\n\nObject: {n: 9.0}\n"
        "Validator: v.object({n: v.float64(), tag: v.string()})"
    )
    assert (caught.value.table, caught.value.id) == ("items", id)
    assert (backend.documents("items"), backend.schema, backend.latest_ts) == before
    mutate(backend, insert, n=1)


def test_inv74_a_refused_push_leaves_the_indexes_as_they_were() -> None:
    backend = full(by_n=["n"])
    backend.load("items", [{"n": 9}])
    with pytest.raises(SchemaPushError):
        backend.push(schema(STRICT, by_tag=["tag"]))
    assert by(backend, "by_n") == [0, 1, 2, 3, 4, 9]
    with pytest.raises(IndexNotFoundError, match=r"Index items\.by_tag not found\."):
        by(backend, "by_tag")


def test_a_push_that_every_document_matches_is_enforced_from_then_on() -> None:
    backend = full()
    backend.push(schema(STRICT))
    with pytest.raises(SchemaValidationError):
        mutate(backend, insert, n=1)
    mutate(backend, insert, n=1, tag="a")


def test_without_validation_any_document_will_do() -> None:
    backend = full()
    backend.load("items", [{"n": 9}])
    backend.push(schema(STRICT, is_enforced=False))
    mutate(backend, insert, n="text")
    with pytest.raises(SchemaPushError, match=r"Path: \.n"):
        backend.push(schema(LOOSE))
    backend.push(None)
    mutate(backend, insert, n=None)


def test_a_field_that_the_schema_forgets_is_an_extra_field() -> None:
    with pytest.raises(SchemaPushError, match="extra field `tag`"):
        full().push(schema({"n": v.number()}))


def test_a_table_that_leaves_the_schema_keeps_its_documents() -> None:
    backend = full()
    backend.push(define_schema({"others": define_table({"item": v.id("items")})}))
    assert len(backend.documents("items")) == 5
    mutate(backend, insert, n="unchecked")
    (id, *_) = [str(row["_id"]) for row in backend.documents("items")]
    backend.load("others", [{"item": id}])
    backend.push(define_schema({}))
    assert len(backend.documents("others")) == 1


def test_a_table_that_comes_into_the_schema_is_checked_and_keeps_its_ids() -> None:
    backend = Backend()
    (id,) = backend.load("items", [{"n": 1}])
    with pytest.raises(SchemaPushError):
        backend.push(schema(STRICT))
    backend.push(define_schema({"a": define_table(LOOSE), "items": define_table(LOOSE)}))
    (other,) = backend.load("a", [{"n": 1}])
    numbers = backend.snapshots.latest.registry.numbers
    assert numbers["items"] < numbers["a"]
    assert [row["_id"] for row in backend.documents("items")] == [id]
    assert [row["_id"] for row in backend.documents("a")] == [other]


# Mutations meanwhile.


def test_a_mutation_in_flight_begins_anew_under_the_new_schema() -> None:
    backend = full()
    call = start(backend, insert, "late", n=7)
    call.move_to_commit()
    backend.push(schema(STRICT))
    call.finish()
    assert call.attempts == 2
    assert isinstance(getattr(call.outcome, "error"), SchemaValidationError)  # noqa: B009
    assert len(backend.documents("items")) == 5


def test_a_write_during_the_check_is_stored_and_ends_the_push() -> None:
    backend = full()
    push = backend.start_push(schema(STRICT))
    push.step(2)
    mutate(backend, insert, n=7)
    with pytest.raises(SchemaPushError, match='New document in table "items" does not match'):
        push.finish()
    assert [row["n"] for row in backend.documents("items")] == [0, 1, 2, 3, 4, 7]
    assert push.next_step is None


def test_a_write_that_matches_both_schemas_does_not_disturb_the_push() -> None:
    backend = full()
    push = backend.start_push(schema(STRICT))
    steps = []
    while push.next_step is not None:
        steps.append((push.next_step.phase, push.next_step.documents, push.next_step.total))
        push.step(2)
        if len(steps) == 1:
            mutate(backend, insert, n=7, tag="a")
    checks = [("check", 0, 5), ("check", 2, 6), ("check", 4, 6), ("check", 6, 6)]
    assert steps == [*checks, ("activate", 0, 0)]


def test_a_newer_push_ends_an_older_one() -> None:
    backend = full()
    older = backend.start_push(schema(STRICT, by_n=["n"]))
    backend.push(schema(LOOSE, by_tag=["tag"]))
    with pytest.raises(PushSupersededError, match="This push is over"):
        older.step()
    older.abandon()
    assert by(backend, "by_tag") == [0, 2, 4, 1, 3]
    with pytest.raises(IndexNotFoundError):
        by(backend, "by_n")


def test_a_crash_and_a_fork_leave_a_push_behind() -> None:
    backend = full()
    push = backend.start_push(schema(by_n=["n"]))
    push.step(1)
    fork = backend.fork()
    with pytest.raises(IndexNotFoundError, match="not found"):
        by(fork, "by_n")
    backend.crash()
    with pytest.raises(PushSupersededError):
        push.step()
    with pytest.raises(IndexNotFoundError, match="not found"):
        by(backend, "by_n")


def test_text_and_vector_indexes_come_with_a_push() -> None:
    backend = full()
    items = define_table(LOOSE).search_index("by_text", search_field="tag")
    backend.push(define_schema({"items": items.index("by_n", ["n"])}))

    async def find(ctx: Any) -> Any:
        found = ctx.db.query("items").with_search_index("by_text", lambda q: q.search("tag", "a"))
        return sorted([row["n"] async for row in found])

    assert query(backend, find) == [0, 2, 4]
    mutate(backend, insert, n=8, tag="a")
    assert query(backend, find) == [0, 2, 4, 8]
    backend.push(schema())
    with pytest.raises(IndexNotFoundError):
        query(backend, find)


# Functions, live queries, logs.


def test_functions_are_pushed_with_the_schema() -> None:
    backend = full()

    async def old(ctx: Any) -> Any:
        return [row["n"] for row in await ctx.db.query("items").collect()]

    async def new(ctx: Any) -> Any:
        return len(await ctx.db.query("items").collect())

    add(backend, "query", old, "m:list")
    heard: list[Any] = []
    backend.subscribe("m:list", {}, heard.append)
    backend.push(backend.schema, {"m:list": Function("query", new, path="m:list")})
    assert backend.run("m:list") == 5
    backend.push(backend.schema, {})
    with pytest.raises(FunctionNotFoundError):
        backend.run("m:list")
    values = [getattr(outcome, "value", None) for outcome in heard]
    assert values == [[0, 1, 2, 3, 4], 5, None]
    assert isinstance(heard[-1].error, FunctionNotFoundError)


def test_a_call_in_flight_goes_on_as_the_new_function() -> None:
    backend = full()

    async def bump(ctx: Any) -> str:
        await insert(ctx, 50)
        return "old"

    async def better(ctx: Any) -> str:
        await insert(ctx, 60, tag="x")
        return "new"

    call = start(backend, bump, "bump")
    call.move_to_commit()
    backend.push(schema(STRICT), {"m:bump": Function("mutation", better, path="m:bump")})
    call.finish()
    assert getattr(call.outcome, "value") == "new"  # noqa: B009 - a union
    assert backend.documents("items")[-1]["n"] == 60


def test_a_scheduled_call_of_a_function_that_is_gone_fails_when_it_is_due() -> None:
    backend = full()

    async def later(ctx: Any) -> None:
        await ctx.scheduler.run_after(0, FunctionReference("m:insert"))

    add(backend, "mutation", insert)
    mutate(backend, later)
    backend.push(backend.schema, {})
    backend.run_due()
    (job,) = backend.documents("_scheduled_functions")
    assert job["state"]["kind"] == "failed"  # type: ignore[index, call-overload]


def test_a_log_is_reopened_with_the_schema_that_was_pushed() -> None:
    storage = MemoryStorage()
    backend = Backend.open(storage, schema=schema())
    backend.load("items", [{"n": 2}, {"n": 1}])
    pushed = define_schema(
        {"a": define_table(LOOSE), "items": define_table(LOOSE).index("by_n", ["n"])}
    )
    backend.push(pushed)
    (id,) = backend.load("a", [{"n": 0}])
    again = Backend.open(storage, schema=pushed)
    assert [row["_id"] for row in again.documents("a")] == [id]
    assert by(again, "by_n") == [1, 2]


def test_a_push_looks_again_when_the_log_no_longer_reaches_back() -> None:
    backend = full()
    push = backend.start_push(schema(STRICT, by_n=["n"]))
    push.step(100)
    assert push.next_step == ("backfill", "items", 0, 5)
    mutate(backend, insert, n=7, tag="a")
    log = backend.write_log
    log.floor_ts = backend.latest_ts
    log.entries.clear()
    log._timestamps.clear()
    mutate(backend, insert, n=8, tag="b")
    push.step(2)
    assert push.next_step == ("check", "items", 2, 7)
    push.finish()
    assert by(backend, "by_n") == [0, 1, 2, 3, 4, 7, 8]


def test_a_push_without_a_schema_takes_what_is_written_meanwhile() -> None:
    backend = full(by_n=["n"])
    push = backend.start_push(None)
    mutate(backend, insert, n=7)
    push.finish()
    assert backend.schema is None
    with pytest.raises(IndexNotFoundError, match=r"Index items\.by_n not found\."):
        by(backend, "by_n")


@pytest.mark.parametrize("is_filled", [True, False])
def test_a_table_that_comes_during_a_push_gets_its_indexes(is_filled: bool) -> None:
    backend = Backend(schema=define_schema({}))

    async def come(ctx: Any) -> None:
        id = await ctx.db.insert("items", {"n": 1})
        if not is_filled:
            await ctx.db.delete(id)

    push = backend.start_push(schema(by_n=["n"]))
    mutate(backend, come)
    push.finish()
    assert by(backend, "by_n") == ([1] if is_filled else [])
