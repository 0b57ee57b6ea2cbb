"""Sixteen documents for each page. A like picks one of them, so two seldom meet; reading adds them up.

A query that adds them up reads all sixteen: each like makes it run again. That is the price.
"""

from minivex import mutation, query, v

SHARDS = 16


@mutation(args={"page": v.string()})
async def like(ctx, page):
    shard = int(ctx.random() * SHARDS)
    rows = ctx.db.query("shards")
    row = await rows.with_index("by_page", lambda q: q.eq("page", page).eq("shard", shard)).unique()
    if row is None:
        await ctx.db.insert("shards", {"page": page, "shard": shard, "count": 1})
    else:
        await ctx.db.patch("shards", row["_id"], {"count": row["count"] + 1})


@query(args={"page": v.string()}, returns=v.number())
async def likes(ctx, page):
    rows = ctx.db.query("shards").with_index("by_page", lambda q: q.eq("page", page))
    return sum([row["count"] for row in await rows.take(SHARDS)])
