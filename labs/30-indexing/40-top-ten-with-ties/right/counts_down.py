"""Backwards by score and a number that counts down: the earlier one has the larger number."""

from minivex import define_schema, define_table, mutation, query, v

schema = define_schema(
    {
        "scores": define_table(
            {"player": v.string(), "score": v.number(), "turn": v.number()}
        ).index("by_score_and_turn", ["score", "turn"])
    }
)


@mutation(args={"player": v.string(), "score": v.number()})
async def record(ctx, player, score):
    newest = await ctx.db.query("scores").order("desc").first()
    turn = 0 if newest is None else newest["turn"] - 1
    await ctx.db.insert("scores", {"player": player, "score": score, "turn": turn})


@query
async def top_ten(ctx):
    return await ctx.db.query("scores").with_index("by_score_and_turn").order("desc").take(10)
