"""Misconception: the newest thousand posts of the table hold the newest twenty of anybody.

A stranger fills the thousand.

expect: strangers-cost-nothing
"""

from minivex import define_schema, define_table, query, v

schema = define_schema(
    {"posts": define_table({"author": v.string(), "hidden": v.boolean(), "text": v.string()})}
)


@query(args={"authors": v.array(v.string())})
async def feed(ctx, authors):
    recent = await ctx.db.query("posts").order("desc").take(1_000)
    visible = [post for post in recent if post["author"] in authors and not post["hidden"]]
    return visible[:20]
