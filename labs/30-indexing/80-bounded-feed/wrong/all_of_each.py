"""Misconception: a range for each author bounds the read.

Nothing bounds how much one author has posted.

expect: one-author-has-many
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
    found = []
    for author in authors:
        posts = ctx.db.query("posts").with_index(
            "by_author", lambda q, author=author: q.eq("author", author)
        )
        found += [post for post in await posts.collect() if not post["hidden"]]
    return sorted(found, key=lambda post: -post["_creationTime"])[:20]
