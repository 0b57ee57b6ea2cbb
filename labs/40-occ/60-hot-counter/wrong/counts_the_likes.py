"""Misconception: Inserts never meet, so the rows of likes are the best counter.

They never do. And the reader reads every one of them.

expect: reader-reads-little
"""

from minivex import define_schema, define_table, internal_mutation, internal_query, v

schema = define_schema(
    {
        "posts": define_table({"title": v.string(), "likes": v.number()}),
        "likes": define_table({"post_id": v.id("posts"), "user": v.string()}).index(
            "by_post_and_user", ["post_id", "user"]
        ),
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


@internal_query(args={"post_id": v.id("posts")}, returns=v.number())
async def count(ctx, post_id):
    post = await ctx.db.get("posts", post_id)
    if post is None:
        return 0
    likes = ctx.db.query("likes").with_index("by_post_and_user", lambda q: q.eq("post_id", post_id))
    return post["likes"] + len(await likes.collect())
