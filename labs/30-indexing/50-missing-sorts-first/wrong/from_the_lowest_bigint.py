"""Misconception: a bigint bound is a number bound with more digits.

It holds every bigint and then every number.

expect: nothing-else
"""

from minivex import Int64, define_schema, define_table, query, v

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
        "by_score", lambda q: q.gte("score", Int64(-(2**63))).lt("score", limit)
    ).collect()
