"""Misconception: a range that begins at the tag holds the tag and nothing else.

expect: same-answers
"""

from minivex import define_schema, define_table, query, v

schema = define_schema(
    {
        "posts": define_table(
            {"author": v.string(), "status": v.string(), "tag": v.string(), "text": v.string()}
        )
        .index("by_author", ["author"])
        .index("by_status_and_author", ["status", "author"])
        .index("by_tag_and_author", ["tag", "author"])
    }
)


@query(args={"author": v.string()})
async def newest_by(ctx, author):
    posts = ctx.db.query("posts").with_index("by_author", lambda q: q.eq("author", author))
    return await posts.order("desc").take(10)


@query(args={"author": v.string(), "status": v.string()})
async def by_author_with(ctx, author, status):
    posts = ctx.db.query("posts").with_index(
        "by_status_and_author", lambda q: q.eq("author", author).eq("status", status)
    )
    return await posts.order("desc").collect()


@query(args={"status": v.string()})
async def with_status(ctx, status):
    posts = ctx.db.query("posts").with_index(
        "by_status_and_author", lambda q: q.eq("status", status)
    )
    return await posts.collect()


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
    posts = ctx.db.query("posts").with_index("by_tag_and_author", lambda q: q.gte("tag", tag))
    return await posts.first() is not None
