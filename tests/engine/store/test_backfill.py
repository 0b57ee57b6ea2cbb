"""Indexes that are built while documents come, change and go."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minivex.errors import IndexNotFoundError
from tests.engine.items_backend import by, full, schema
from tests.engine.small_backend import mutate, start


def test_an_index_is_added_changed_and_dropped() -> None:
    backend = full(by_n=["n"])
    backend.push(schema(by_n=["n"], by_tag=["tag", "n"]))
    assert by(backend, "by_tag") == [0, 2, 4, 1, 3]
    backend.push(schema(by_n=["tag"]))
    assert by(backend, "by_n") == [0, 2, 4, 1, 3]
    with pytest.raises(IndexNotFoundError, match=r"Index items\.by_tag not found\."):
        by(backend, "by_tag")
    backend.push(schema())
    with pytest.raises(IndexNotFoundError):
        by(backend, "by_n")


def test_an_index_under_construction_says_so_and_holds_the_push_up() -> None:
    backend = full()
    push = backend.start_push(schema(by_n=["n"]))
    assert push.next_step == ("backfill", "items", 0, 5)
    push.step(2)
    assert push.next_step == ("backfill", "items", 2, 5)
    with pytest.raises(IndexNotFoundError) as caught:
        by(backend, "by_n")
    assert caught.value.message == (
        "Index items.by_n is currently backfilling and not available to query yet."
    )
    push.finish()
    assert by(backend, "by_n") == [0, 1, 2, 3, 4]


def test_a_staged_index_is_built_after_the_push_and_enabled_by_another() -> None:
    backend = full()
    backend.push(schema(by_n=("n",)))
    assert [tuple(one) for one in backend.backfills] == [("backfill", "items", 0, 5)]
    assert [one.documents for one in backend.backfill(2)] == [2]
    staged = "Index items.by_n is currently staged and not available to query until it is enabled."
    for _ in range(3):
        with pytest.raises(IndexNotFoundError) as caught:
            by(backend, "by_n")
        assert caught.value.message == staged
        backend.backfill(2)
    assert backend.backfills == []
    push = backend.start_push(schema(by_n=["n"]))
    assert push.next_step is not None
    assert push.next_step.phase == "activate"
    push.finish()
    assert by(backend, "by_n") == [0, 1, 2, 3, 4]


def test_enabling_a_staged_index_too_early_waits_for_the_rest_of_it() -> None:
    backend = full(by_n=("n",))
    before = backend.latest_ts
    assert [tuple(one) for one in backend.backfills] == [("backfill", "items", 0, 5)]
    assert backend.latest_ts == before, "looking begins nothing"
    assert [one.documents for one in backend.backfill(3)] == [3]
    push = backend.start_push(schema(by_n=["n"]))
    assert push.next_step == ("backfill", "items", 3, 5)
    push.finish()
    assert by(backend, "by_n") == [0, 1, 2, 3, 4]
    assert backend.backfill() == []


@pytest.mark.parametrize("op", ["patch", "delete"])
def test_a_write_that_began_before_an_index_was_built_is_in_it_when_it_commits(op: str) -> None:
    """The write holds the document as it was, without a key in an index that is complete by now."""
    backend = full(2)
    push = backend.start_push(schema(by_n=["n"]))

    async def change(ctx: Any) -> None:
        row = await ctx.db.query("items").first()
        if op == "patch":
            await ctx.db.patch(row["_id"], {"n": 7})
        else:
            await ctx.db.delete(row["_id"])

    call = start(backend, change)
    call.move_to_commit()
    while push.next_step != ("activate", None, 0, 0):
        push.step(1)
    call.finish()
    assert call.attempts == 1
    push.finish()
    assert by(backend, "by_n") == ([1, 7] if op == "patch" else [1])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_writes_during_a_backfill_are_in_the_index_when_it_is_done(data: st.DataObject) -> None:
    """Whatever is written, and whenever: the index ends as one that was always there."""
    backend = full(data.draw(st.integers(0, 6)), by_tag=["tag"])
    is_staged = data.draw(st.booleans())
    push = None
    if is_staged:
        backend.push(schema(by_tag=["tag"], by_n=("n",)))
    else:
        push = backend.start_push(schema(by_tag=["tag"], by_n=["n"]))

    async def write(ctx: Any, op: str, at: int, n: float) -> None:
        rows = await ctx.db.query("items").collect()
        if op == "insert" or not rows:
            await ctx.db.insert("items", {"n": n, "tag": "a"})
        elif op == "patch":
            await ctx.db.patch(rows[at % len(rows)]["_id"], {"n": n})
        else:
            await ctx.db.delete(rows[at % len(rows)]["_id"])

    held = []
    for _ in range(data.draw(st.integers(0, 8))):
        if data.draw(st.booleans()):
            held.append(backend.snapshots.pin())
        if data.draw(st.booleans()):
            op = data.draw(st.sampled_from(["insert", "patch", "delete"]))
            at, n = data.draw(st.integers(0, 5)), data.draw(st.integers(0, 9))
            mutate(backend, write, op=op, at=at, n=float(n))
        elif push is None:
            backend.backfill(data.draw(st.integers(1, 3)))
        elif push.next_step is not None and push.next_step.phase == "backfill":
            push.step(data.draw(st.integers(1, 3)))
        backend.snapshots.latest.check_invariants()
    for snapshot in held:
        snapshot.check_invariants()
        backend.snapshots.release(snapshot)
    backend.push(schema(by_tag=["tag"], by_n=["n"]))
    rows = backend.documents("items")
    assert by(backend, "by_n") == sorted(row["n"] for row in rows)  # type: ignore[type-var]
    assert len(by(backend, "by_tag")) == len(rows)
    backend.push(schema(by_n=["n"]))
    assert by(backend, "by_n") == sorted(row["n"] for row in rows)  # type: ignore[type-var]
