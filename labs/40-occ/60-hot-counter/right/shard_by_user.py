"""The user decides on the shard: no chance, and the same spread."""

from zlib import crc32

from minivex import define_schema, define_table, internal_mutation, internal_query, v

SHARDS = 32  # a few more, as names spread less evenly than dice

schema = define_schema(
    {
        "posts": define_table({"title": v.string(), "likes": v.number()}),
        "likes": define_table({"post_id": v.id("posts"), "user": v.string()}).index(
            "by_post_and_user", ["post_id", "user"]
        ),
        "shards": define_table(
            {"post_id": v.id("posts"), "shard": v.number(), "count": v.number()}
        ).index("by_post_and_shard", ["post_id", "shard"]),
    }
)


@internal_mutation(args={"post_id": v.id("posts"), "user": v.string()}, returns=v.null())
async def like(ctx, post_id, user):
    mine = await (
        ctx.db.query("likes")
        .with_index("by_post_and_user", lambda q: q.eq("post_id", post_id).eq("user", user))
        .unique()
    )
    if mine is not None:
        return
    await ctx.db.insert("likes", {"post_id": post_id, "user": user})
    shard = crc32(user.encode()) % SHARDS
    row = await (
        ctx.db.query("shards")
        .with_index("by_post_and_shard", lambda q: q.eq("post_id", post_id).eq("shard", shard))
        .unique()
    )
    if row is None:
        await ctx.db.insert("shards", {"post_id": post_id, "shard": shard, "count": 1})
    else:
        await ctx.db.patch("shards", row["_id"], {"count": row["count"] + 1})


@internal_query(args={"post_id": v.id("posts")}, returns=v.number())
async def count(ctx, post_id):
    post = await ctx.db.get("posts", post_id)
    if post is None:
        return 0
    shards = ctx.db.query("shards").with_index(
        "by_post_and_shard", lambda q: q.eq("post_id", post_id)
    )
    return post["likes"] + sum(row["count"] for row in await shards.collect())
