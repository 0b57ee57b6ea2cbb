"""Author by author; a walk ends at the first post too old for the twenty that are known."""

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
    best = []
    for author in authors:
        posts = ctx.db.query("posts").with_index(
            "by_author", lambda q, author=author: q.eq("author", author)
        )
        async for post in posts.order("desc"):
            if len(best) == 20 and post["_creationTime"] < best[-1]["_creationTime"]:
                break
            if not post["hidden"]:
                best = sorted([*best, post], key=lambda each: -each["_creationTime"])[:20]
    return best
