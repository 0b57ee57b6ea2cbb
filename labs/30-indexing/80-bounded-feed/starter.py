"""The 20 newest posts of the authors somebody follows."""

from minivex import define_schema, define_table, query, v

schema = define_schema(
    {"posts": define_table({"author": v.string(), "hidden": v.boolean(), "text": v.string()})}
)


@query(args={"authors": v.array(v.string())})
async def feed(ctx, authors):
    found = []
    async for post in ctx.db.query("posts").order("desc"):
        if post["author"] in authors and not post["hidden"]:
            found.append(post)
            if len(found) == 20:
                break
    return found
