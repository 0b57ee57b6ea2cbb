"""Misconception: posts that are newest first for each author are newest first.

expect: exact-feed
"""

from minivex import define_schema, define_table, query, v

schema = define_schema(
    {
        "posts": define_table(
            {"author": v.string(), "hidden": v.boolean(), "text": v.string()}
        ).index("by_author_and_hidden", ["author", "hidden"])
    }
)


@query(args={"authors": v.array(v.string())})
async def feed(ctx, authors):
    found = []
    for author in authors:
        visible = ctx.db.query("posts").with_index(
            "by_author_and_hidden",
            lambda q, author=author: q.eq("author", author).eq("hidden", False),
        )
        found += await visible.order("desc").take(20 - len(found))
    return found
