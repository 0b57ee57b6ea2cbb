"""Misconception: An error takes back what the browser sees, and the job stays.

In an action, what is scheduled is scheduled.

expect: refused-at-once
"""

from minivex import (
    ConvexError,
    action,
    define_schema,
    define_table,
    internal,
    internal_mutation,
    internal_query,
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


@action(args={"text": v.string(), "delay_ms": v.number()}, returns=v.null())
async def publish_later(ctx, text, delay_ms):
    identity = await ctx.auth.get_user_identity()
    token = identity["tokenIdentifier"] if identity else ""
    post = {"token": token, "text": text}
    await ctx.scheduler.run_after(delay_ms, internal.posts.publish, post)
    if identity is None:
        raise ConvexError({"code": "UNAUTHENTICATED"})
    await ctx.run_query(internal.posts.member_who_may, {"token": token})


@internal_query(args={"token": v.string()})
async def member_who_may(ctx, token):
    member = await (
        ctx.db.query("members").with_index("by_token", lambda q: q.eq("token", token)).unique()
    )
    if member is None or not member["may_post"]:
        raise ConvexError({"code": "FORBIDDEN"})
    return member


@internal_mutation(args={"token": v.string(), "text": v.string()}, returns=v.null())
async def publish(ctx, token, text):
    member = await ctx.run_query(internal.posts.member_who_may, {"token": token})
    await ctx.db.insert("posts", {"author": member["_id"], "text": text})
