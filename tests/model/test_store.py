"""A whole store with tiny nodes, runs and logs: every structure is checked after every commit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minivex import Backend, Call, define_schema, define_table, functions_of, mutation, query, v
from minivex.commit import write_log
from minivex.index.sorted_map import SortedMap

WORDS = st.sampled_from(["", "a", "b a", "ab", "c c"])
schema = define_schema(
    {
        "notes": define_table({"n": v.number(), "text": v.string(), "at": v.array(v.number())})
        .index("by_n", ["n"])
        .index("by_text_n", ["text", "n"])
        .search_index("by_words", search_field="text", filter_fields=["n"])
        .vector_index("by_place", vector_field="at", dimensions=2)
    }
)


@mutation
async def change(ctx: Any, step: str, n: float, text: str) -> None:
    """Insert, move or delete one note; every other one fails after a nested call has written."""
    at = [n, 1.0] if text else [n]
    rows = await ctx.db.query("notes").with_index("by_n", lambda q: q.gte("n", n)).take(2)
    if step == "insert" or not rows:
        await ctx.db.insert("notes", {"n": n, "text": text, "at": at})
    elif step == "move":
        await ctx.db.patch(rows[-1]["_id"], {"n": n + 1, "text": text, "at": at})
    elif step == "delete":
        await ctx.db.delete(rows[0]["_id"])
    else:
        try:
            await ctx.run_mutation("m:change_and_fail", {"n": n})
        except ValueError:
            await ctx.db.insert("notes", {"n": n, "text": "after", "at": at})


@mutation
async def change_and_fail(ctx: Any, n: float) -> None:
    """Write, and take it all back."""
    await ctx.db.insert("notes", {"n": n, "text": "lost", "at": []})
    await ctx.db.insert("lost", {})
    raise ValueError


@query
async def find(ctx: Any, text: str) -> int:
    """A live query on a range and on words."""
    words = ctx.db.query("notes").with_search_index("by_words", lambda q: q.search("text", text))
    low = ctx.db.query("notes").with_index("by_n", lambda q: q.lt("n", 2))
    return len(await words.collect()) + len(await low.collect())


FUNCTIONS = functions_of({"change": change, "change_and_fail": change_and_fail, "find": find}, "m")
STEPS = st.tuples(
    st.sampled_from(["insert", "insert", "move", "delete", "nest", "hold", "push"]),
    st.integers(0, 3),
    WORDS,
)


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SortedMap.__init__, "__kwdefaults__", {"fan_out": 3})
    monkeypatch.setattr(write_log, "RUNS", (8, 4, 2))
    monkeypatch.setattr(write_log, "_RUN_MIN", 2)
    monkeypatch.setattr(write_log, "ENTRIES_MAX", 8)


def check(backend: Backend) -> None:
    backend.snapshots.latest.check_invariants()
    backend.write_log.check_invariants()
    backend.sync.check_invariants()


def at_the_commit(call: Call) -> None:
    """Look at what the call has written so far."""
    transaction = call._execution._transaction
    if transaction is not None:
        transaction.writes.check_invariants()


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=40), WORDS)
def test_every_structure_keeps_its_invariants_after_every_commit(
    steps: list[tuple[str, int, str]], text: str
) -> None:
    backend = Backend(schema=schema, functions=FUNCTIONS)
    subscription = backend.subscribe("m:find", {"text": text}, lambda _: None)
    held = []
    for step, n, word in steps:
        if step == "hold":
            held.append(backend.snapshots.pin())
        elif step == "push":
            backend.push(schema)
        else:
            call = backend.start("m:change", {"step": step, "n": float(n), "text": word})
            while not call.done:
                call.move()
                at_the_commit(call)
        check(backend)
        assert subscription.outcome == backend.start("m:find", {"text": text})._execution.finish()
    for snapshot in held:
        snapshot.check_invariants()
        backend.snapshots.release(snapshot)
