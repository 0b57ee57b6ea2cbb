"""Misconception: reading all who tie for the tenth place is reading a little more.

They can be nearly the whole table.

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
    scores = ctx.db.query("scores").with_index("by_score").order("desc")
    best = await scores.take(10)
    if not best:
        return []
    last = best[-1]["score"]
    tied = ctx.db.query("scores").with_index("by_score", lambda q: q.eq("score", last))
    above = [row for row in best if row["score"] > last]
    above.sort(key=lambda row: (-row["score"], row["_creationTime"]))
    return [*above, *(await tied.collect())][:10]
