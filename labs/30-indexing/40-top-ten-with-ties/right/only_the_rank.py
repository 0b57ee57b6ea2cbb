"""Only the negated score is stored; it is turned back on the way out."""

from minivex import define_schema, define_table, mutation, query, v

schema = define_schema(
    {"scores": define_table({"player": v.string(), "rank": v.number()}).index("by_rank", ["rank"])}
)


@mutation(args={"player": v.string(), "score": v.number()})
async def record(ctx, player, score):
    await ctx.db.insert("scores", {"player": player, "rank": -score})


@query
async def top_ten(ctx):
    board = []
    async for row in ctx.db.query("scores").with_index("by_rank"):
        board.append({"player": row["player"], "score": -row["rank"]})
        if len(board) == 10:
            break
    return board
