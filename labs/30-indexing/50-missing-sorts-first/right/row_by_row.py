"""One bound, and a walk that stops at the first score that is not below."""

import math

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
    found = []
    numbers = ctx.db.query("scores").with_index("by_score", lambda q: q.gte("score", -math.inf))
    async for row in numbers:
        score = row["score"]
        if isinstance(score, str) or not score < limit:
            break
        found.append(row)
    return found
