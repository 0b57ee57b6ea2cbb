# logs.py
from minivex import define_schema, define_table, internal, internal_mutation, mutation, v

schema = define_schema({
    "lines": define_table({"day": v.number()})
    .index("by_day", ["day"]),
})
some = internal.logs.clear_some


@mutation(args={"day": v.number()})
async def clear_at_once(ctx, day):
    for row in await ctx.db.query("lines").collect():
        if row["day"] == day:
            await ctx.db.delete("lines", row["_id"])


@mutation(args={"day": v.number()})
async def clear(ctx, day):
    await ctx.scheduler.run_after(0, some, {"day": day})


@internal_mutation(args={"day": v.number()})
async def clear_some(ctx, day):
    rows = await (
        ctx.db.query("lines")
        .with_index("by_day", lambda q: q.eq("day", day))
        .take(25)
    )
    for row in rows:
        await ctx.db.delete("lines", row["_id"])
    if len(rows) == 25:
        await ctx.scheduler.run_after(0, some, {"day": day})


def main(lab):
    lab.store("lines", *[{"day": n % 2} for n in range(400)])
    lab.small_world(100)  # limits: a hundredth
    print(lab.error("clear_at_once", day=1)[:80])
    lab.run("clear", day=1)
    print("batches:", lab.advance(1000))
    print("lines left:", len(lab.documents("lines")))
