"""Misconception: scores lie around zero, so the lower end is the limit turned around.

expect: numbers-below
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
        "by_score", lambda q: q.gte("score", -limit).lt("score", limit)
    ).collect()
