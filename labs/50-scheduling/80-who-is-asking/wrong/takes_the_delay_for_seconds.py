"""Misconception: Delays are seconds.

expect: right-author
"""

from minivex import (
    ConvexError,
    define_schema,
    define_table,
    internal,
    internal_mutation,
    mutation,
    v,
)

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
    await ctx.scheduler.run_after(
        delay_ms * 1000, internal.posts.publish, {"text": text, "member_id": member["_id"]}
    )


@internal_mutation
async def publish(ctx, text, member_id):
    member = await ctx.db.get(member_id)
    if member and member["may_post"]:
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
