"""A board of the ten best scores: the negated score, ascending, is best first and earliest first."""

from minivex import define_schema, define_table, mutation, query, v

schema = define_schema(
    {
        "scores": define_table(
            {"player": v.string(), "score": v.number(), "rank": v.number()}
        ).index("by_rank", ["rank"])
    }
)


@mutation(args={"player": v.string(), "score": v.number()})
async def record(ctx, player, score):
    await ctx.db.insert("scores", {"player": player, "score": score, "rank": -score})


@query
async def top_ten(ctx):
    return await ctx.db.query("scores").with_index("by_rank").take(10)
