"""A feed: one stretch of the index for each author, merged newest first, one post at a time."""

import heapq

from minivex import define_schema, define_table, query, v

schema = define_schema(
    {
        "posts": define_table(
            {"author": v.string(), "hidden": v.boolean(), "text": v.string()}
        ).index("by_author", ["author"])
    }
)


def newest_first(ctx, author):
    posts = ctx.db.query("posts").with_index("by_author", lambda q: q.eq("author", author))
    return aiter(posts.order("desc"))


async def push(heap, stream):
    """Put the next visible post of an author on the heap, the newest on top."""
    try:
        while (post := await anext(stream))["hidden"]:
            pass
    except StopAsyncIteration:
        return  # the author has no more
    heapq.heappush(heap, (-post["_creationTime"], post, stream))


@query(args={"authors": v.array(v.string())})
async def feed(ctx, authors):
    heap = []
    for author in authors:
        await push(heap, newest_first(ctx, author))
    found = []
    while heap:
        _, post, stream = heapq.heappop(heap)
        found.append(post)
        if len(found) == 20:
            break
        await push(heap, stream)
    return found
