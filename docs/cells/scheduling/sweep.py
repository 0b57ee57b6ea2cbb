# rooms.py
from minivex import (
    cron_jobs, define_schema, define_table,
    internal, internal_mutation, v,
)

schema = define_schema({
    "invites": define_table({
        "ends_ms": v.number(),
    }).index("by_end", ["ends_ms"]),
})

BATCH = 3


@internal_mutation(args={"before_ms": v.optional(v.number())})
async def sweep(ctx, before_ms=None):
    # Decided once, by the first run, and handed on.
    if before_ms is None:
        before_ms = ctx.now()
    rows = await (
        ctx.db.query("invites")
        .with_index("by_end", lambda q: q.lt("ends_ms", before_ms))
        .take(BATCH)
    )
    for row in rows:
        await ctx.db.delete("invites", row["_id"])
    print("deleted", len(rows))
    if len(rows) == BATCH:
        await ctx.scheduler.run_after(
            0, internal.rooms.sweep, {"before_ms": before_ms}
        )


crons = cron_jobs()
crons.interval("old invites", {"hours": 1}, internal.rooms.sweep)


def main(lab):
    lab.store("invites", *[{"ends_ms": n} for n in range(8)])
    lab.advance(3_600_000)
    print(lab.table("invites"))
