"""``ctx.storage``: which kind of function can do what."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, Blob, ConvexError
from minivex.errors import DeterminismError
from minivex.functions.storage import StorageReader
from tests.engine.small_backend import act, mutate, new_backend, query


def stored(backend: Backend, content: Any = b"hello") -> str:
    async def store(ctx: Any) -> Any:
        return await ctx.storage.store(content)

    return str(act(backend, store))


def test_an_action_stores_and_gets_files_at_once() -> None:
    backend = new_backend()

    async def keep(ctx: Any) -> Any:
        id = await ctx.storage.store(Blob(b"hello", "text/plain"))
        blob = await ctx.storage.get(id)
        return [blob.text(), blob.content_type, blob.size]

    assert act(backend, keep) == ["hello", "text/plain", 5]

    async def fails(ctx: Any) -> None:
        await ctx.storage.store(b"kept")
        raise ConvexError("no")

    with pytest.raises(ConvexError):
        act(backend, fails)
    assert len(backend.documents("_storage")) == 2


@pytest.mark.parametrize("run", [query, mutate])
@pytest.mark.parametrize("name", ["store", "get"])
def test_inv50_queries_and_mutations_cannot_touch_contents(run: Any, name: str) -> None:
    async def touch(ctx: Any) -> None:
        await getattr(ctx.storage, name)("x")

    message = (
        rf"Can't use storage\.{name}\(\) in queries and mutations\. Please consider using an "
        r"action\. See https://docs\.convex\.dev/functions/actions for more details\."
    )
    with pytest.raises(DeterminismError, match=message):
        run(new_backend(), touch)


def test_every_function_can_get_a_link_and_what_is_known() -> None:
    backend = new_backend()
    id = stored(backend)

    async def look(ctx: Any) -> Any:
        return [await ctx.storage.get_url(id), await ctx.storage.get_metadata(id)]

    found = query(backend, look)
    assert mutate(backend, look) == found
    assert act(backend, look) == found
    assert found[1]["storageId"] == id


def test_a_file_is_deleted_with_the_transaction() -> None:
    backend = new_backend()
    id = stored(backend)

    async def delete(ctx: Any, fails: Any) -> None:
        await ctx.storage.delete(id)
        assert await ctx.storage.get_url(id) is None
        if fails:
            raise ConvexError("no")

    with pytest.raises(ConvexError):
        mutate(backend, delete, fails=True)
    assert len(backend.documents("_storage")) == 1
    mutate(backend, delete, fails=False)
    assert backend.documents("_storage") == backend.documents("_file_contents") == []
    act(backend, _delete_all)


async def _delete_all(ctx: Any) -> None:
    id = await ctx.storage.store(b"x")
    await ctx.storage.delete(id)


def test_other_names_are_not_there() -> None:
    with pytest.raises(AttributeError):
        _ = StorageReader(new_backend(), {}, None).rename
