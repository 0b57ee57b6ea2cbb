"""Misconception: what is not a number can be dropped afterwards.

It is right, and it has read every row without a score.

expect: reads-only-numbers
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
    scores = ctx.db.query("scores").with_index("by_score", lambda q: q.lt("score", limit))
    return [row for row in await scores.collect() if isinstance(row.get("score"), int | float)]
