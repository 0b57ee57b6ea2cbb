"""Misconception: reverse returns the list, as in JavaScript.

expect: best-first
"""

from minivex import define_schema, define_table, mutation, query, v

schema = define_schema(
    {
        "scores": define_table({"player": v.string(), "score": v.number()}).index(
            "by_score", ["score"]
        )
    }
)


@mutation(args={"player": v.string(), "score": v.number()})
async def record(ctx, player, score):
    await ctx.db.insert("scores", {"player": player, "score": score})


@query
async def top_ten(ctx):
    rows = await ctx.db.query("scores").with_index("by_score").order("desc").take(10)
    return rows.reverse()
