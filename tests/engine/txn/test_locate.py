"""From an id to a document; a document that is not there yet is a read as well."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import DeveloperError
from minivex.trace import Wrote
from tests.engine.small_backend import Listener, mutate, new_backend, start


def test_inv35_a_document_that_somebody_else_is_about_to_insert_is_a_read() -> None:
    listener = Listener()
    backend = new_backend(tracer=listener)

    async def insert(ctx: Any) -> None:
        await ctx.db.insert("users", {"email": "a"})

    async def look(ctx: Any, id: str) -> bool:
        found = await ctx.db.get("users", id)
        await ctx.db.insert("posts", {"body": "found" if found else "missing"})
        return found is not None

    slow = start(backend, insert, "slow")
    slow.move_to_commit()
    (id,) = [event.id for event in listener.events if isinstance(event, Wrote)]
    early = start(backend, look, "early", id=id)
    early.move_to_commit()
    slow.finish()
    early.finish()
    assert early.attempts == 2
    assert [row["body"] for row in backend.documents("posts")] == ["found"]


def test_an_own_delete_hides_the_document_and_its_table_is_still_checked() -> None:
    backend = new_backend()
    (id,) = backend.load("users", [{"email": "a"}])

    async def write(ctx: Any) -> Any:
        await ctx.db.delete(id)
        with pytest.raises(DeveloperError, match=r'expected to be an Id<"nowhere">'):
            await ctx.db.get("nowhere", id)
        return [await ctx.db.get(id), await ctx.db.get("users", id)]

    assert mutate(backend, write) == [None, None]
