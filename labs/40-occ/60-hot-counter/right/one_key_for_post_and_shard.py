"""A shard may also be found by a key that holds post and shard; a range of keys gives all of a post."""

from minivex import define_schema, define_table, internal_mutation, internal_query, v

schema = define_schema(
    {
        "posts": define_table({"title": v.string(), "likes": v.number()}),
        "likes": define_table({"post_id": v.id("posts"), "user": v.string()}).index(
            "by_post_and_user", ["post_id", "user"]
        ),
        "tallies": define_table({"key": v.string(), "count": v.number()}).index("by_key", ["key"]),
    }
)


KEYS = "0123456789abcdefghijklmnopqrstuv"


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
    key = f"{post_id}/{KEYS[int(ctx.random() * len(KEYS))]}"
    tally = await ctx.db.query("tallies").with_index("by_key", lambda q: q.eq("key", key)).first()
    if tally is not None:
        await ctx.db.patch("tallies", tally["_id"], {"count": tally["count"] + 1})
    else:
        await ctx.db.insert("tallies", {"key": key, "count": 1})


@internal_query(args={"post_id": v.id("posts")}, returns=v.number())
async def count(ctx, post_id):
    post = await ctx.db.get("posts", post_id)
    if post is None:
        return 0
    tallies = ctx.db.query("tallies").with_index(
        "by_key", lambda q: q.gte("key", f"{post_id}/").lt("key", f"{post_id}0")
    )
    total = post["likes"]
    async for tally in tallies:
        total += tally["count"]
    return total
