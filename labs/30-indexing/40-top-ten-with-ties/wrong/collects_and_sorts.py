"""Misconception: sorting is the function's work, the database only stores.

expect: reads-ten
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
    rows = await ctx.db.query("scores").collect()
    return sorted(rows, key=lambda row: -row["score"])[:10]
