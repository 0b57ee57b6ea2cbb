"""One document for each page. Every like reads and writes it, so of several at once one wins.

Try: run hot:like once, then with 5 callers. Each conflict names the write that was in the way.
Then do the same with sharded:like.
"""

from minivex import mutation, query, v


@mutation(args={"page": v.string()})
async def like(ctx, page):
    row = await ctx.db.query("counters").with_index("by_page", lambda q: q.eq("page", page)).unique()
    if row is None:
        await ctx.db.insert("counters", {"page": page, "count": 1})
    else:
        await ctx.db.patch("counters", row["_id"], {"count": row["count"] + 1})


@query(args={"page": v.string()}, returns=v.number())
async def likes(ctx, page):
    row = await ctx.db.query("counters").with_index("by_page", lambda q: q.eq("page", page)).unique()
    return 0 if row is None else row["count"]
