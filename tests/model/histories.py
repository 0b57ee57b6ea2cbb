"""Random histories of one table: inserts, patches, moves and deletes, one commit each."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from minivex import Backend, define_schema, define_table, functions_of, mutation, query, v
from minivex.schema.pagination import pagination_opts_validator

GROUPS = ("a", "b", "c")

schema = define_schema(
    {"rows": define_table({"group": v.string(), "n": v.number()}).index("by_group", ["group", "n"])}
)

Change = tuple[Any, ...]

NUMBERS = st.integers(0, 6)
GROUP = st.sampled_from(GROUPS)
CHANGES = st.one_of(
    st.tuples(st.just("insert"), GROUP, NUMBERS),
    st.tuples(st.just("patch"), st.integers(0, 20), NUMBERS),
    st.tuples(st.just("move"), st.integers(0, 20), GROUP),
    st.tuples(st.just("delete"), st.integers(0, 20)),
)
HISTORIES = st.lists(CHANGES, max_size=14)

QUERIES = st.one_of(
    st.tuples(st.just("whole"), st.none()),
    st.tuples(st.just("group"), GROUP),
    st.tuples(st.just("least"), GROUP),
    st.tuples(st.just("largest"), GROUP),
    st.tuples(st.just("above"), NUMBERS),
    st.tuples(st.just("between"), st.tuples(GROUP, NUMBERS, NUMBERS).map(list)),
    st.tuples(st.just("strict"), GROUP),
)


@mutation
async def change(ctx: Any, step: Any) -> Any:
    """Carry out one change; a row is named by its place in the order of creation."""
    op, *operands = step
    if op == "insert":
        return await ctx.db.insert("rows", {"group": operands[0], "n": operands[1]})
    rows = await ctx.db.query("rows").collect()
    if not rows:
        return None
    id = rows[int(operands[0]) % len(rows)]["_id"]
    if op == "delete":
        await ctx.db.delete(id)
    else:
        await ctx.db.patch(id, {"n" if op == "patch" else "group": operands[1]})
    return None


@query
async def look(ctx: Any, kind: str, operand: Any) -> Any:
    """One of several ways to read, each with another read set."""
    rows = ctx.db.query("rows")
    if kind == "whole":
        found = await rows.collect()
    elif kind == "above":
        found = await rows.filter(lambda q: q.gt(q.field("n"), operand)).take(3)
    elif kind == "between":
        group, low, high = operand
        found = await rows.with_index(
            "by_group", lambda q: q.eq("group", group).gte("n", low).lt("n", high)
        ).collect()
    else:
        order = "desc" if kind == "largest" else "asc"
        some = rows.with_index("by_group", lambda q: q.eq("group", operand)).order(order)
        found = await (some.collect() if kind == "group" else some.take(2))
        if kind == "strict" and not found:
            raise ValueError(operand)
    return [[row["group"], row["n"]] for row in found]


@query(
    args={
        "paginationOpts": pagination_opts_validator,
        "order": v.string(),
        "above": v.number(),
    }
)
async def page(ctx: Any, paginationOpts: Any, order: str, above: float) -> Any:  # noqa: N803
    """One page of all rows by group; ``above`` filters some of them out."""
    found = ctx.db.query("rows").with_index("by_group").order(order)
    if above:
        found = found.filter(lambda q: q.gt(q.field("n"), above))
    result = await found.paginate(paginationOpts)
    return {**result, "page": [row["_id"] for row in result["page"]]}


@query
async def unpaginated(ctx: Any, order: str, above: float) -> Any:
    """What all pages together should be."""
    found = ctx.db.query("rows").with_index("by_group").order(order)
    return [row["_id"] for row in await found.collect() if row["n"] > above or not above]


def new_backend(count: int = 0, **options: Any) -> Backend:
    """A backend with some rows, spread over the groups."""
    backend = Backend(schema=schema, functions=functions_of(globals(), "m"), **options)
    backend.load("rows", [{"group": GROUPS[n % 3], "n": n % 5} for n in range(count)])
    return backend
