"""The committer's check, built in and supplied: what each lets through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minivex import (
    Backend,
    Call,
    CommitAttempt,
    Isolation,
    LoggedChange,
    LoggedCommit,
    define_schema,
    define_table,
    v,
)
from minivex.commit.validation import Validate
from minivex.errors import DeveloperError
from minivex.trace import Conflicted
from tests.engine.small_backend import Listener, mutate, start

SCHEMA = define_schema(
    {
        "rows": define_table({"n": v.number(), "k": v.string()})
        .index("by_k", ["k"])
        .search_index("by_text", search_field="k")
    }
)
Commits = Sequence[LoggedCommit]


def serializable(attempt: CommitAttempt, commits: Commits) -> LoggedChange | None:
    """What a learner is to write: any old or new key inside anything that was read."""
    for commit in commits:
        for change in commit.changes:
            for index, key in change.keys:
                if any(interval.covers(key) for interval in attempt.reads.get(index, ())):
                    return change
            if any(search.finds(change) for search in attempt.searches):
                return change
    return None


def careless(_attempt: CommitAttempt, _commits: Commits) -> None:
    """Nothing is looked at."""


def writes_only(attempt: CommitAttempt, commits: Commits) -> LoggedChange | None:
    """Two that write one document; what was only read is forgotten."""
    changes = (change for commit in commits for change in commit.changes)
    return next((one for one in changes if (one.table, one.id) in attempt.writes), None)


def documents_only(attempt: CommitAttempt, commits: Commits) -> LoggedChange | None:
    """What was got by its id, and not the ranges that were empty."""
    for commit in commits:
        for change in commit.changes:
            reads = attempt.reads.get(f"{change.table}.by_id", ())
            if any(interval.covers(change.keys[0][1]) for interval in reads):
                return change
    return None


def overlapping(validate: Validate | None, handler: Any, *args: dict[str, Any]) -> Backend:
    """Two calls of ``handler`` that both read before either commits."""
    backend = Backend(schema=SCHEMA, validate=validate)
    backend.load("rows", [{"n": 1, "k": "a"}, {"n": 1, "k": "b"}])
    calls = [start(backend, handler, f"call{n}", **given) for n, given in enumerate(args)]
    for call in calls:
        call.move_to_commit()
    for call in calls:
        call.finish()
    return backend


def numbers(backend: Backend) -> list[Any]:
    return [row["n"] for row in backend.documents("rows")]


async def add_one(ctx: Any) -> None:
    row = await ctx.db.query("rows").first()
    await ctx.db.patch(row["_id"], {"n": row["n"] + 1})


async def leave(ctx: Any, k: str) -> None:
    rows = await ctx.db.query("rows").collect()
    if sum(row["n"] for row in rows) > 1:
        (own,) = [row for row in rows if row["k"] == k]
        await ctx.db.patch(own["_id"], {"n": 0})


async def claim(ctx: Any, k: str) -> None:
    if await ctx.db.query("rows").with_index("by_k", lambda q: q.eq("k", k)).first() is None:
        await ctx.db.insert("rows", {"n": 9, "k": k})


@pytest.mark.parametrize(
    ("validate", "after"), [(careless, 2), (writes_only, 3), (documents_only, 3), (serializable, 3)]
)
def test_a_check_that_looks_at_nothing_loses_updates(validate: Validate, after: float) -> None:
    assert numbers(overlapping(validate, add_one, {}, {})) == [after, 1]


@pytest.mark.parametrize(
    ("validate", "left"), [(careless, 0), (writes_only, 0), (serializable, 1), (None, 1)]
)
def test_a_check_of_writes_alone_lets_write_skew_through(
    validate: Validate | None, left: float
) -> None:
    backend = overlapping(validate, leave, {"k": "a"}, {"k": "b"})
    assert sum(numbers(backend)) == left


@pytest.mark.parametrize(
    ("validate", "count"), [(documents_only, 2), (writes_only, 2), (serializable, 1), (None, 1)]
)
def test_a_check_without_ranges_overlooks_phantoms(validate: Validate | None, count: int) -> None:
    backend = overlapping(validate, claim, {"k": "x"}, {"k": "x"})
    assert numbers(backend).count(9) == count


Step = tuple[str, str, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["first", "range", "all", "text", "get", "insert", "patch", "delete"]),
        st.sampled_from("ab"),
        st.integers(0, 3),
    ),
    max_size=4,
)


async def program(ctx: Any, steps: list[Step], known: list[str]) -> Any:
    seen: list[Any] = []
    for op, k, n in steps:
        rows = ctx.db.query("rows")
        of_k = rows.with_index("by_k", lambda q, k=k: q.eq("k", k)) if op != "text" else rows
        if op == "first":
            seen.append(await of_k.first())
        elif op == "range":
            seen.append(await of_k.take(n))
        elif op == "all":
            seen.append(await of_k.collect())
        elif op == "text":
            found = rows.with_search_index("by_text", lambda q, k=k: q.search("k", k))
            seen.append(len(await found.collect()))
        elif op == "insert":
            await ctx.db.insert("rows", {"n": n, "k": k})
        else:
            id = known[n % len(known)]
            row = await ctx.db.get(id)
            seen.append(row)
            if row is not None and op == "patch":
                await ctx.db.patch(id, {"n": n, "k": k})
            if row is not None and op == "delete":
                await ctx.db.delete(id)
    return seen


def transcript(validate: Validate | None, programs: list[list[Step]], order: list[int]) -> Any:
    """All that can be seen of one history."""
    heard = Listener()
    backend = Backend(schema=SCHEMA, validate=validate, tracer=heard)
    known = backend.load("rows", [{"n": 1, "k": "a"}, {"n": 2, "k": "b"}])
    calls: list[Call] = [
        start(backend, program, f"call{n}", steps=[list(step) for step in steps], known=known)
        for n, steps in enumerate(programs)
    ]
    for n in order:
        if not calls[n % len(calls)].done:
            calls[n % len(calls)].move()
    for call in calls:
        call.finish()
    seen = [repr(event) for event in heard.events if not isinstance(event, Conflicted)]
    return seen, backend.documents("rows"), [(call.attempts, call.outcome) for call in calls]


@settings(max_examples=150, deadline=None)
@given(st.lists(STEPS, min_size=2, max_size=3), st.lists(st.integers(0, 2), max_size=30))
def test_a_right_check_gives_the_same_histories_as_the_one_that_is_built_in(
    programs: list[list[Step]], order: list[int]
) -> None:
    assert transcript(serializable, programs, order) == transcript(None, programs, order)


def test_a_search_is_part_of_what_was_read() -> None:
    """The random histories above meet it too; this one is sure to."""
    find: list[list[Step]] = [[("text", "a", 0), ("insert", "b", 1)], [("patch", "a", 1)]]
    order = [0, 0, 0, 1, 1, 1, 1, 1]
    found = transcript(serializable, find, order)
    assert found == transcript(None, find, order)
    assert [attempts for attempts, _ in found[2]] == [2, 1]


def test_the_check_is_shown_what_was_read_and_written_and_what_others_did() -> None:
    seen: list[tuple[CommitAttempt, Commits]] = []

    def look(attempt: CommitAttempt, commits: Commits) -> LoggedChange | None:
        seen.append((attempt, commits))
        return serializable(attempt, commits)

    backend = Backend(schema=SCHEMA, validate=look)
    (id, other) = backend.load("rows", [{"n": 1, "k": "a"}, {"n": 1, "k": "b"}])

    async def read(ctx: Any) -> None:
        rows = ctx.db.query("rows")
        await rows.with_index("by_k", lambda q: q.eq("k", "a")).collect()
        found = ctx.db.query("rows").with_search_index("by_text", lambda q: q.search("k", "zz"))
        await found.collect()
        await ctx.db.patch(other, {"n": 5})

    async def change(ctx: Any) -> None:
        await ctx.db.patch(id, {"k": "c"})

    call = start(backend, read, "reader")
    call.move_to_commit()
    mutate(backend, change)
    call.finish()
    assert call.attempts == 2
    ((attempt, (commit,)),) = seen
    assert set(attempt.reads) == {"rows.by_id", "rows.by_k"}
    assert attempt.writes == {("rows", other)}
    assert [search.index for search in attempt.searches] == ["rows.by_text"]
    assert (commit.path, commit.label) == ("m:change", "call")
    (changed,) = commit.changes
    assert (changed.table, changed.id) == ("rows", id)
    assert [index for index, _ in changed.keys] == 2 * [
        "rows.by_id",
        "rows.by_creation_time",
        "rows.by_k",
    ]
    with pytest.raises(FrozenInstanceError):
        setattr(attempt, "begin_ts", 0)  # noqa: B010 - mypy would not let it
    with pytest.raises(TypeError):
        attempt.reads["x"] = ()  # type: ignore[index]


def test_an_answer_is_a_conflict_like_any_other() -> None:
    heard = Listener()
    backend = Backend(schema=SCHEMA, validate=writes_only, tracer=heard)
    (id,) = backend.load("rows", [{"n": 1, "k": "a"}])

    async def blind(ctx: Any, n: float) -> None:
        await ctx.db.patch(id, {"n": n})

    def whatever(attempt: CommitAttempt, commits: Commits) -> LoggedChange | None:
        return commits[0].changes[0] if commits and not attempt.reads else None

    call = start(backend, blind, "one", n=2)
    call.move_to_commit()
    mutate(backend, blind, n=3)
    call.finish()
    (conflict,) = [event.read for event in heard.events if isinstance(event, Conflicted)]
    assert (conflict.index, conflict.id, conflict.writer_path) == ("rows.by_id", id, "m:blind")

    async def insert(ctx: Any) -> None:
        await ctx.db.insert("rows", {"n": 1, "k": "z"})

    other = backend.fork(validate=whatever)
    blind_insert = start(other, insert, "two")
    blind_insert.move_to_commit()
    mutate(other, insert)
    blind_insert.finish()
    assert blind_insert.attempts == 2, "whatever the answer is, it is believed"


@pytest.mark.parametrize(
    ("validate", "message"),
    [
        (lambda *_: True, "answered True"),
        (lambda *_: "x" * 99, "answered 'xxx"),
        (lambda *_: 1 / 0, "raised ZeroDivisionError"),
    ],
)
def test_a_check_without_an_answer_ends_the_call(validate: Any, message: str) -> None:
    backend = overlapping(None, add_one, {}).fork(validate=validate)
    call = start(backend, add_one, "one")
    call.move_to_commit()
    mutate(backend, add_one)
    call.finish()
    error = getattr(call.outcome, "error")  # noqa: B009 - a union
    assert isinstance(error, DeveloperError)
    assert message in error.message
    assert numbers(backend) == [3, 1]


def test_a_fork_checks_as_its_origin_does_unless_told_otherwise() -> None:
    backend = Backend(schema=SCHEMA, validate=careless)
    assert backend.fork().committer.validate is careless
    assert backend.fork(isolation=Isolation.SERIALIZABLE).committer.validate is None
    assert backend.fork(validate=serializable).committer.validate is serializable
    backend.crash()
    assert backend.committer.validate is careless
