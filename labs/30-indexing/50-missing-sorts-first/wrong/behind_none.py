"""Misconception: behind None come the numbers.

Bigints come first, all of them, whatever their size.

expect: nothing-else
"""

from minivex import define_schema, define_table, query, v

schema = define_schema(
    {
        "scores": define_table(
            {
                "player": v.string(),
                "score": v.optional(v.union(v.number(), v.int64(), v.string(), v.null())),
            }
        ).index("by_score", ["score"])
    }
)


@query(args={"limit": v.number()})
async def below(ctx, limit):
    scores = ctx.db.query("scores")
    return await scores.with_index(
        "by_score", lambda q: q.gt("score", None).lt("score", limit)
    ).collect()
