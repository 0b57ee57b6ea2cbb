"""The same three, read in another way: row by row, page by page, and one sorted here."""

from minivex import define_schema, define_table, query, v

schema = define_schema(
    {
        "posts": define_table(
            {"author": v.string(), "status": v.string(), "tag": v.string(), "text": v.string()}
        )
        .index("by_author", ["author"])
        .index("by_status_and_author_and_tag", ["status", "author", "tag"])
        .index("by_tag_and_author", ["tag", "author"])
    }
)


@query(args={"author": v.string()})
async def newest_by(ctx, author):
    newest = []
    async for post in (
        ctx.db.query("posts")
        .with_index("by_author", lambda q: q.eq("author", author))
        .order("desc")
    ):
        newest.append(post)
        if len(newest) == 10:
            break
    return newest


@query(args={"author": v.string(), "status": v.string()})
async def by_author_with(ctx, author, status):
    posts = ctx.db.query("posts").with_index(
        "by_status_and_author_and_tag", lambda q: q.eq("status", status).eq("author", author)
    )
    return sorted(await posts.collect(), key=lambda post: -post["_creationTime"])


@query(args={"status": v.string()})
async def with_status(ctx, status):
    posts = ctx.db.query("posts").with_index(
        "by_status_and_author_and_tag", lambda q: q.eq("status", status)
    )
    return sorted(
        await posts.collect(), key=lambda post: (post["author"].encode(), post["_creationTime"])
    )


@query(args={"tag": v.string()})
async def with_tag(ctx, tag):
    posts = ctx.db.query("posts").with_index("by_tag_and_author", lambda q: q.eq("tag", tag))
    return await posts.collect()


@query(args={"author": v.string(), "tag": v.string()})
async def by_author_tagged(ctx, author, tag):
    posts = ctx.db.query("posts").with_index(
        "by_tag_and_author", lambda q: q.eq("author", author).eq("tag", tag)
    )
    return await posts.collect()


@query(args={"tag": v.string()})
async def is_used(ctx, tag):
    posts = ctx.db.query("posts").with_index("by_tag_and_author", lambda q: q.eq("tag", tag))
    return await posts.first() is not None
