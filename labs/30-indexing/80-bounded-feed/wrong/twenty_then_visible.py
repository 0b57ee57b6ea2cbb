"""Misconception: twenty posts of each author are enough, hidden or not.

What is dropped afterwards leaves a hole.

expect: full-though-hidden
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
        found += await posts.order("desc").take(20)
    visible = [post for post in found if not post["hidden"]]
    return sorted(visible, key=lambda post: -post["_creationTime"])[:20]
