"""Misconception: anything that can be sorted sorts as it reads.

Text is compared character by character: -9 comes after -10 here.

expect: best-first
"""

from minivex import define_schema, define_table, mutation, query, v

schema = define_schema(
    {
        "scores": define_table(
            {"player": v.string(), "score": v.number(), "rank": v.string()}
        ).index("by_rank", ["rank"])
    }
)


@mutation(args={"player": v.string(), "score": v.number()})
async def record(ctx, player, score):
    await ctx.db.insert("scores", {"player": player, "score": score, "rank": str(-score)})


@query
async def top_ten(ctx):
    return await ctx.db.query("scores").with_index("by_rank").take(10)
