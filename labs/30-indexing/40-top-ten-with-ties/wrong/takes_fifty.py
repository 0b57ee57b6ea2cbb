"""Misconception: a few more rows are enough to see every tie.

There is no number that is always enough.

expect: earlier-wins
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
    best = await ctx.db.query("scores").with_index("by_score").order("desc").take(50)
    return sorted(best, key=lambda row: (-row["score"], row["_creationTime"]))[:10]
