"""Carries out a random program in the engine, as a handler would that somebody wrote.

It uses what a handler may use and nothing else: ``ctx``, and the documents that it gets. Those
it empties when it has noted them, because they are copies and nobody else may notice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from labkit.simulation.memory import Memory
from labkit.simulation.program import (
    Body,
    Call,
    Delete,
    Fail,
    Filter,
    Find,
    Get,
    Insert,
    Invoke,
    Keep,
    Kind,
    Line,
    Patch,
    Replace,
    Walk,
)
from labkit.simulation.refusals import shown
from minivex import ActionCtx, ConvexError, FunctionReference, MutationCtx, QueryCtx
from minivex.functions.query_builder import Query
from minivex.index.index_key import Document
from minivex.index.index_range import IndexRangeBuilder
from minivex.txn.filter import Expression, FilterBuilder
from minivex.values.value import Value

__all__ = ["PATHS", "AnyCtx", "perform"]

AnyCtx: TypeAlias = QueryCtx | MutationCtx | ActionCtx

PATHS: dict[Kind, str] = {
    "query": "sim:query",
    "mutation": "sim:mutation",
    "action": "sim:action",
}
"""The functions that run random programs; every body is run by the one of its kind."""

_REFERENCES = {kind: FunctionReference(path) for kind, path in PATHS.items()}


async def perform(
    ctx: AnyCtx, memory: Memory[str], body: Body, call: Call, number: int
) -> list[float]:
    """Take the lines of ``body``; ``number`` is that of ``call``. The result is a count."""
    for line in body.lines:
        if memory.wants(line.when):
            try:
                await _take(ctx, memory, line, call, number)
            except Exception as error:
                if not line.is_caught:
                    raise
                memory.log.append(f"caught {shown(error)}")
    return [float(memory.count)]


async def _take(ctx: AnyCtx, memory: Memory[str], line: Line, call: Call, number: int) -> None:
    op = line.op
    match op:
        case Invoke():
            await _invoke(ctx, memory, op, call, number)
        case Fail():
            raise ConvexError({"code": 1.0}) if op.is_convex else ValueError("no")
        case Get() | Find() | Walk():
            assert isinstance(ctx, QueryCtx | MutationCtx), "an action reads through queries"
            await _read(ctx, memory, op)
        case _:
            assert isinstance(ctx, MutationCtx), "only a mutation writes"
            await _write(ctx, memory, op)


async def _invoke(ctx: AnyCtx, memory: Memory[str], op: Invoke, call: Call, number: int) -> None:
    args: dict[str, object] = {"call": number, "body": op.body}
    kind = call.bodies[op.body].kind
    if kind == "query":
        if op.is_stale:
            assert isinstance(ctx, MutationCtx), "only a mutation asks for a stale snapshot"
            step = ctx.run_query(_REFERENCES["query"], args, use_stale_snapshot=True)
        else:
            step = ctx.run_query(_REFERENCES["query"], args)
        result = await step
    else:
        assert isinstance(ctx, MutationCtx | ActionCtx), "a query calls queries only"
        result = await ctx.run_mutation(_REFERENCES["mutation"], args)
    memory.log.append(f"returned {result!r}")


async def _read(ctx: QueryCtx | MutationCtx, memory: Memory[str], op: Get | Find | Walk) -> None:
    if isinstance(op, Get):
        id = memory.id_of(op.ref)
        get = ctx.db.get
        document = await (get(id) if op.table is None else get(op.table, id))
        _found(memory, [] if document is None else [document])
    elif isinstance(op, Walk):
        await _walk(ctx, memory, op)
    else:
        await _end(_query(ctx, memory, op), memory, op)


async def _end(query: Query, memory: Memory[str], find: Find) -> None:
    match find.ending:
        case "collect":
            _found(memory, await query.collect())
        case "take":
            _found(memory, await query.take(find.n))
        case "paginate":
            page = await query.paginate(num_items=find.n, cursor=memory.cursor)
            documents, cursor = page["page"], page["continueCursor"]
            assert isinstance(documents, list), "a page is a list of documents"
            assert isinstance(cursor, str), "its end is a text"
            memory.cursor = cursor
            splits = page["splitCursor"] is not None
            _found(memory, documents, f" done={bool(page['isDone'])} splits={splits}")
        case ending:
            document = await (query.first() if ending == "first" else query.unique())
            _found(memory, [] if document is None else [document])


async def _walk(ctx: QueryCtx | MutationCtx, memory: Memory[str], op: Walk) -> None:
    left = op.find.n
    if left == 0:
        return
    async for document in _query(ctx, memory, op.find):
        _found(memory, [document])
        if op.fields is not None:
            assert isinstance(ctx, MutationCtx), "only a mutation patches"
            await ctx.db.patch(memory.last[0], memory.filled(op.fields))
        left -= 1
        if left == 0:
            return


async def _write(
    ctx: MutationCtx, memory: Memory[str], op: Insert | Patch | Replace | Delete | Keep
) -> None:
    db = ctx.db
    match op:
        case Insert():
            id = await db.insert(op.table, memory.filled(op.fields))
            memory.own.append(id)
            memory.log.append(f"inserted {id}")
        case Patch():
            await db.patch(memory.id_of(op.ref), memory.filled(op.fields))
        case Replace():
            await db.replace(memory.id_of(op.ref), memory.filled(op.fields))
        case Delete():
            await db.delete(memory.id_of(op.ref))
        case Keep():
            id = memory.id_of(op.ref)
            document = await db.get(id)
            if document is not None:
                await db.replace(id, document)
            _found(memory, [] if document is None else [document])


def _query(ctx: QueryCtx | MutationCtx, memory: Memory[str], find: Find) -> Query:
    def index_range(q: IndexRangeBuilder) -> IndexRangeBuilder:
        for op, field, operand in find.conditions:
            q = getattr(q, op)(field, memory.value_of(operand))
        return q

    table = ctx.db.query(find.table)
    if find.conditions or find.label != "by_creation_time":
        query = table.with_index(find.label, index_range)
    else:
        query = table.full_table_scan()
    if find.order is not None:
        query = query.order(find.order)
    for test in find.filters:
        query = query.filter(_predicate(memory, test))
    return query


def _predicate(memory: Memory[str], test: Filter) -> Callable[[FilterBuilder], Expression]:
    def predicate(q: FilterBuilder) -> Expression:
        field = q.field(test.field)
        if test.op == "raw":
            return field
        built = getattr(q, test.op)(field, memory.value_of(test.value))
        assert isinstance(built, Expression), "a comparison is an expression"
        return built

    return predicate


def _found(memory: Memory[str], documents: Sequence[Value | Document], more: str = "") -> None:
    """Note what was found, and then spoil it: a copy is the handler's own."""
    ids = []
    text = repr(documents) + more
    for document in documents:
        assert isinstance(document, dict), "documents are dicts"
        ids.append(str(document["_id"]))
        for member in document.values():
            if isinstance(member, list | dict):
                member.clear()
        document.clear()
    memory.found(ids, text)
