"""Misconception: one range from the first name to the last is one read.

It holds everybody whose name lies between.

expect: strangers-cost-nothing
"""

from minivex import define_schema, define_table, query, v

schema = define_schema(
    {
        "posts": define_table(
            {"author": v.string(), "hidden": v.boolean(), "text": v.string()}
        ).index("by_author", ["author"])
    }
)


@query(args={"authors": v.array(v.string())})
async def feed(ctx, authors):
    if not authors:
        return []
    posts = ctx.db.query("posts").with_index(
        "by_author", lambda q: q.gte("author", min(authors)).lte("author", max(authors))
    )
    visible = [
        post for post in await posts.collect() if post["author"] in authors and not post["hidden"]
    ]
    return sorted(visible, key=lambda post: -post["_creationTime"])[:20]
