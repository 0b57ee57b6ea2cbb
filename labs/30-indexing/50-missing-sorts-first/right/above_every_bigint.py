"""Numbers begin where bigints end; backwards, then turned around."""

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
    scores = ctx.db.query("scores").with_index(
        "by_score", lambda q: q.gt("score", Int64(2**63 - 1)).lt("score", limit)
    )
    return (await scores.order("desc").collect())[::-1]
