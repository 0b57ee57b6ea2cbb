"""Misconception: a slice of the visible ones is a bounded read.

expect: one-author-has-many
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
        found += (await visible.order("desc").collect())[:20]
    return sorted(found, key=lambda post: -post["_creationTime"])[:20]
