"""One table of numbered items, whose schema and indexes the tests of pushes change."""

from __future__ import annotations

from typing import Any

from minivex import Backend, define_schema, define_table, v
from tests.engine.small_backend import query

LOOSE = {"n": v.number(), "tag": v.optional(v.string())}
STRICT = {"n": v.number(), "tag": v.string()}


def schema(fields: Any = LOOSE, *, is_enforced: bool = True, **indexes: Any) -> Any:
    """A schema with the table ``items``; ``by_x=["x"]`` is an index, ``("x",)`` a staged one."""
    items = define_table(fields)
    for name, paths in indexes.items():
        items.index(name, list(paths), staged=isinstance(paths, tuple))
    return define_schema({"items": items}, schema_validation=is_enforced)


def full(count: int = 5, **indexes: Any) -> Backend:
    backend = Backend(schema=schema(**indexes))
    backend.load("items", [{"n": n, "tag": "ab"[n % 2]} for n in range(count)])
    return backend


def by(backend: Backend, index: str, *, is_fixed: bool = True) -> list[Any]:
    """The numbers in the order of an index, and a look at the invariants."""
    if is_fixed:
        backend.snapshots.latest.check_invariants()

    async def read(ctx: Any) -> Any:
        return [row["n"] async for row in ctx.db.query("items").with_index(index)]

    found = query(backend, read)
    assert isinstance(found, list)
    return found


async def insert(ctx: Any, n: float = 100, **fields: Any) -> Any:
    return await ctx.db.insert("items", {"n": n, **fields})
