"""Misconception: take(20) reads twenty documents, whatever filter stands before it.

It reads until twenty have passed the filter.

expect: strangers-cost-nothing
"""

from minivex import define_schema, define_table, query, v

schema = define_schema(
    {"posts": define_table({"author": v.string(), "hidden": v.boolean(), "text": v.string()})}
)


@query(args={"authors": v.array(v.string())})
async def feed(ctx, authors):
    posts = ctx.db.query("posts").order("desc").filter(lambda q: q.eq(q.field("hidden"), False))
    if not authors:
        return []
    return await posts.filter(
        lambda q: q.or_(*[q.eq(q.field("author"), author) for author in authors])
    ).take(20)
