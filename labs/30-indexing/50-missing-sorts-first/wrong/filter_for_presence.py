"""Misconception: a filter that asks for the field narrows the range.

It also lets None and bigints through.

expect: nothing-else
"""

from minivex import UNDEFINED, define_schema, define_table, query, v

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
    return await scores.filter(lambda q: q.neq(q.field("score"), UNDEFINED)).collect()
