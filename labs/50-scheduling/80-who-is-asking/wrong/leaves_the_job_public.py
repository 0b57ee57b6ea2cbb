"""Misconception: Nobody knows the name of the job.

expect: only-the-scheduler
"""

from minivex import ConvexError, api, define_schema, define_table, mutation, v

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
    member = await asking_member(ctx)
    post = {"member_id": member["_id"], "text": text}
    await ctx.scheduler.run_after(delay_ms, api.posts.publish, post)


@mutation(args={"member_id": v.id("members"), "text": v.string()}, returns=v.null())
async def publish(ctx, member_id, text):
    member = await ctx.db.get("members", member_id)
    if member is None or not member["may_post"]:
        return
    await ctx.db.insert("posts", {"author": member_id, "text": text})


async def asking_member(ctx):
    identity = await ctx.auth.get_user_identity()
    if identity is None:
        raise ConvexError({"code": "UNAUTHENTICATED"})
    token = identity["tokenIdentifier"]
    member = await (
        ctx.db.query("members").with_index("by_token", lambda q: q.eq("token", token)).unique()
    )
    if member is None or not member["may_post"]:
        raise ConvexError({"code": "FORBIDDEN"})
    return member
