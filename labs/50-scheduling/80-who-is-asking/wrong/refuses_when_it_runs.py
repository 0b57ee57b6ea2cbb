"""Misconception: Whether somebody may post is seen when the post is made.

expect: refused-at-once
"""

from minivex import define_schema, define_table, internal, internal_mutation, mutation, v

schema = define_schema(
    {
        "members": define_table(
            {"token": v.string(), "name": v.string(), "may_post": v.boolean()}
        ).index("by_token", ["token"]),
        "posts": define_table({"author": v.id("members"), "text": v.string()}),
    }
)


@mutation(args={"text": v.string(), "delay_ms": v.number()}, returns=v.null())
async def publish_later(ctx, text, delay_ms):
    identity = await ctx.auth.get_user_identity()
    token = identity["tokenIdentifier"] if identity else ""
    post = {"token": token, "text": text}
    await ctx.scheduler.run_after(delay_ms, internal.posts.publish, post)


@internal_mutation(args={"token": v.string(), "text": v.string()}, returns=v.null())
async def publish(ctx, token, text):
    member = await (
        ctx.db.query("members").with_index("by_token", lambda q: q.eq("token", token)).unique()
    )
    if member is not None and member["may_post"]:
        await ctx.db.insert("posts", {"author": member["_id"], "text": text})
