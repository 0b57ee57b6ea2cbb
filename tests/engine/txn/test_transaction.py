"""Documents through a transaction: what each write does, and how each refusal is worded."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from minivex import UNDEFINED, Backend, DeveloperError
from minivex.errors import (
    DocumentNotFoundError,
    IdDecodeError,
    InvalidArgumentError,
    InvalidDocumentError,
    SchemaValidationError,
)
from minivex.values.ids import decode_id, encode_id
from tests.engine.small_backend import conflicts, mutate, new_backend, query, start


@pytest.fixture
def backend() -> Backend:
    return new_backend()


def test_inv12_ids_belong_to_their_table(backend: Backend) -> None:
    (user,), (post,) = (
        backend.load("users", [{"email": "a"}]),
        backend.load("posts", [{"body": "b"}]),
    )
    assert len(user) == len(post) == 32
    assert [decode_id(id)[0] for id in (post, user)] == [10_001, 10_002]
    assert decode_id(user)[1][14:] == (backend.clock.now_ms // 86_400_000).to_bytes(2, "big")


def test_inv13_get_of_what_is_not_there(backend: Backend) -> None:
    (user,) = backend.load("users", [{"email": "a"}])
    (post,) = backend.load("posts", [{"body": "b"}])
    stranger = encode_id(20_000, bytes(16))

    async def read(ctx: Any) -> Any:
        await ctx.db.delete(post)
        return [
            await ctx.db.get(post),
            await ctx.db.get("posts", post),
            await ctx.db.get(stranger),
            (await ctx.db.get("users", user))["email"],
            (await ctx.db.get(user))["email"],
        ]

    assert mutate(backend, read) == [None, None, None, "a", "a"]


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        (
            ("posts", "USER"),
            InvalidArgumentError,
            (
                'Invalid argument `id` for `db.get`: expected to be an Id<"posts">, got Id<"users"> '
                "instead."
            ),
        ),
        (
            ("abc",),
            IdDecodeError,
            "Invalid argument `id` for `db.get`: Unable to decode ID: Invalid ID length 3",
        ),
        (
            (5,),
            InvalidArgumentError,
            "Invalid argument `id` for `db.get`, expected string but got 'int': 5",
        ),
        (("users", None), InvalidArgumentError, "Must provide arg 1 `id` to `get`"),
        (
            (5, "USER"),
            InvalidArgumentError,
            (
                "Invalid argument `table` for `db.get`: expected the name of a table, got int. "
                'Call db.get("table", id, …).'
            ),
        ),
    ],
)
def test_inv13_an_id_that_cannot_be_is_refused(
    backend: Backend, arguments: tuple[Any, ...], error: type[DeveloperError], text: str
) -> None:
    (user,) = backend.load("users", [{"email": "a"}])

    async def read(ctx: Any) -> Any:
        return await ctx.db.get(*[user if part == "USER" else part for part in arguments])

    with pytest.raises(error) as caught:
        query(backend, read)
    assert caught.value.message == text


def test_inv13_normalize_id_never_fails_on_text(backend: Backend) -> None:
    (user,) = backend.load("users", [{"email": "a"}])

    async def read(ctx: Any) -> Any:
        normalize = ctx.db.normalize_id
        return [normalize("users", user), normalize("posts", user), normalize("users", "x")]

    assert query(backend, read) == [user, None, None]

    async def wrong(ctx: Any) -> Any:
        return ctx.db.normalize_id("users", 5)

    with pytest.raises(InvalidArgumentError, match="expected string but got 'int'"):
        query(backend, wrong)


def test_inv11_what_is_stored_and_given_out_is_a_copy(backend: Backend) -> None:
    given = {"email": "a", "n": 1}
    tags = [1.0]
    (loose,) = backend.load("loose", [{"tags": tags}])
    (user,) = backend.load("users", [given])
    given["email"] = "changed"
    tags.append(2.0)

    async def read(ctx: Any) -> Any:
        row = await ctx.db.get(user)
        row["email"] = "changed"
        (await ctx.db.get(loose))["tags"].append(3.0)
        return [(await ctx.db.get(user))["email"], (await ctx.db.get(loose))["tags"]]

    assert query(backend, read) == ["a", [1.0]]
    backend.documents("loose")[0]["tags"] = None
    assert backend.documents("loose")[0]["tags"] == [1.0]


def test_inv14_creation_times_rise_with_every_insert(backend: Backend) -> None:
    ids = backend.load("users", [{"email": str(n)} for n in range(50)])
    ids += backend.load("users", [{"email": "later"}])
    rows = backend.documents("users")
    assert [row["_id"] for row in rows] == ids
    times: list[Any] = [row["_creationTime"] for row in rows]
    assert all(a < b for a, b in pairwise(times))
    assert times[0] == backend.clock.now_ms or times[0] > backend.clock.now_ms


def test_inv15_overlapping_inserts_may_commit_the_other_way_round(backend: Backend) -> None:
    async def insert(ctx: Any, email: str) -> None:
        await ctx.db.insert("users", {"email": email})

    first = start(backend, insert, "first", email="first")
    first.move_to_commit()
    backend.clock.advance(10)
    mutate(backend, insert, email="second")
    first.finish()
    assert [row["email"] for row in backend.documents("users")] == ["first", "second"]
    assert [entry.writer_label for entry in backend.write_log.entries] == ["call", "first"]


def test_inv16_system_fields_stay_and_cannot_be_changed(backend: Backend) -> None:
    (user,) = backend.load("users", [{"email": "a", "n": 1}])
    (before,) = backend.documents("users")

    async def replace(ctx: Any, value: Any) -> None:
        await ctx.db.replace("users", user, value)

    async def patch(ctx: Any, value: Any) -> None:
        await ctx.db.patch("users", user, value)

    mutate(backend, replace, value={**before, "email": "b"})
    mutate(backend, patch, value={"_id": user, "n": 2})
    (after,) = backend.documents("users")
    assert after == {**before, "email": "b", "n": 2}
    other = encode_id(10_002, bytes(16))
    for change in (replace, patch):
        with pytest.raises(InvalidDocumentError, match="Provided document ID"):
            mutate(backend, change, value={"email": "x", "_id": other})
        with pytest.raises(InvalidDocumentError, match="Provided creation time"):
            mutate(backend, change, value={"email": "x", "_creationTime": 5})


def test_inv25_a_patch_merges_one_level_and_undefined_removes() -> None:
    backend = Backend()
    (id,) = backend.load("rows", [{"a": {"x": 1.0, "y": 2.0}, "b": 1.0, "c": 1.0}])

    async def patch(ctx: Any) -> None:
        await ctx.db.patch(id, {"a": {"x": 5.0}, "b": UNDEFINED, "A": True})

    mutate(backend, patch)
    (row,) = backend.documents("rows")
    assert list(row) == ["A", "_creationTime", "_id", "a", "c"]
    assert row["a"] == {"x": 5.0}


@pytest.mark.parametrize(
    ("method", "verb"), [("patch", "Update"), ("replace", "Replace"), ("delete", "Delete")]
)
def test_inv26_a_write_to_what_is_not_there(backend: Backend, method: str, verb: str) -> None:
    (user,) = backend.load("users", [{"email": "a"}])

    async def twice(ctx: Any) -> None:
        await ctx.db.delete(user)
        await getattr(ctx.db, method)(*([user] if method == "delete" else [user, {"email": "b"}]))

    with pytest.raises(DocumentNotFoundError) as caught:
        mutate(backend, twice)
    assert caught.value.message == f"{verb} on nonexistent document ID {user}"
    assert len(backend.documents("users")) == 1

    stranger = encode_id(20_000, bytes(16))

    async def elsewhere(ctx: Any) -> None:
        await getattr(ctx.db, method)(*([stranger] if method == "delete" else [stranger, {}]))

    with pytest.raises(InvalidArgumentError, match=f'Table for ID "{stranger}" not found'):
        mutate(backend, elsewhere)


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda db, _: db.insert("users", None), InvalidArgumentError, "arg 2 `value` to `insert`"),
        (lambda db, _: db.insert(None, {}), InvalidArgumentError, "arg 1 `table` to `insert`"),
        (lambda db, _: db.insert("users", 5), InvalidDocumentError, "isn't a valid document"),
        (lambda db, _: db.insert("_x", {}), InvalidArgumentError, "are read-only"),
        (lambda db, _: db.insert("1x", {}), InvalidArgumentError, "Invalid first character"),
        (lambda db, id: db.patch(id), InvalidArgumentError, "arg 2 `value` to `patch`"),
        (
            lambda db, id: db.patch(id, 5),
            InvalidArgumentError,
            "expected a dict of fields, got int",
        ),
        (lambda db, id: db.replace(id), InvalidArgumentError, "arg 2 `value` to `replace`"),
        (lambda db, id: db.replace(id, 5), InvalidDocumentError, "isn't a valid document"),
        (lambda db, _: db.delete(None), InvalidArgumentError, "arg 1 `id` to `delete`"),
        (lambda db, id: db.patch(id, {"n": "x"}), SchemaValidationError, "Path: .n"),
        (lambda db, id: db.replace(id, {}), SchemaValidationError, "required field `email`"),
        (lambda db, _: db.insert("users", {}), SchemaValidationError, "required field `email`"),
        (lambda db, _: db.insert("users", {"_x": 1}), InvalidDocumentError, "underscore"),
    ],
)
def test_a_write_that_cannot_be_is_refused_at_the_call(
    backend: Backend, call: Any, error: type[DeveloperError], text: str
) -> None:
    (user,) = backend.load("users", [{"email": "a"}])

    async def write(ctx: Any) -> bool:
        with pytest.raises(error, match=text):
            await call(ctx.db, user)
        return True

    assert mutate(backend, write) is True
    assert len(backend.write_log.entries) == 1


def test_inv31_a_write_that_changes_nothing_is_no_write(backend: Backend) -> None:
    (user,) = backend.load("users", [{"email": "a", "n": 1}])

    async def same(ctx: Any) -> None:
        row = await ctx.db.get(user)
        await ctx.db.patch(user, {"n": 1.0})
        await ctx.db.patch(user, {"other": UNDEFINED})
        await ctx.db.patch(user, {})
        await ctx.db.replace(user, row)

    async def reader(ctx: Any) -> None:
        await ctx.db.get(user)
        await ctx.db.insert("posts", {"body": "x"})

    before = backend.latest_ts
    mutate(backend, same)
    assert backend.latest_ts == before
    assert not conflicts(backend, reader, same)


def test_inv31_minus_zero_is_a_change(backend: Backend) -> None:
    (user,) = backend.load("users", [{"email": "a", "n": 0.0}])

    async def negate(ctx: Any) -> None:
        await ctx.db.patch(user, {"n": -0.0})

    before = backend.latest_ts
    mutate(backend, negate)
    assert backend.latest_ts > before


def test_inv42_two_patches_of_one_document_conflict_once(backend: Backend) -> None:
    (user,) = backend.load("users", [{"email": "a"}])

    async def patch(ctx: Any) -> None:
        await ctx.db.patch(user, {"n": 1})

    async def rename(ctx: Any) -> None:
        await ctx.db.patch(user, {"email": "b"})

    assert conflicts(backend, patch, rename)
    assert backend.documents("users")[0]["n"] == 1
    assert backend.documents("users")[0]["email"] == "b"


def test_inv41_blind_inserts_never_conflict(backend: Backend) -> None:
    async def insert(ctx: Any) -> None:
        await ctx.db.insert("users", {"email": "a"})

    assert not conflicts(backend, insert, insert)
    assert len(backend.documents("users")) == 2


def test_inv51_a_new_table_conflicts_with_whoever_overlaps(backend: Backend) -> None:
    async def create(ctx: Any) -> None:
        await ctx.db.insert("fresh", {"a": 1})

    async def elsewhere(ctx: Any) -> None:
        await ctx.db.insert("users", {"email": "a"})

    assert conflicts(backend, elsewhere, create)
    assert not conflicts(backend, elsewhere, create)
    assert len(backend.documents("fresh")) == 2
    backend.snapshots.latest.check_invariants()


def test_inv29_a_table_made_by_a_failed_transaction_is_not_there(backend: Backend) -> None:
    async def create(ctx: Any) -> None:
        await ctx.db.insert("fresh", {"a": 1})
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        mutate(backend, create)
    assert backend.documents("fresh") == []
    assert "fresh" not in backend.snapshots.latest.registry.by_name
    assert backend.snapshots.latest.pins == 0


def test_a_table_whose_first_document_was_refused_is_not_there(backend: Backend) -> None:
    async def create(ctx: Any) -> None:
        with pytest.raises(InvalidDocumentError):
            await ctx.db.insert("fresh", {"_secret": 1})

    before = backend.latest_ts
    mutate(backend, create)
    assert "fresh" not in backend.snapshots.latest.registry.by_name
    assert backend.latest_ts == before
