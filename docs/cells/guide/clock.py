# loans.py
from minivex import define_schema, define_table
from minivex import internal, internal_mutation
from minivex import mutation, query, v

DAY_MS = 24 * 60 * 60 * 1000
schema = define_schema({
    "loans": define_table({
        "due_at": v.number(),
        "state": v.string(),
    })
    .index("by_state", ["state"])
    .index("by_due_at", ["due_at"]),
})


@query
async def late_by_clock(ctx):
    late = ctx.db.query("loans").with_index(
        "by_due_at", lambda q: q.lt("due_at", ctx.now())
    )
    return len(await late.take(50))


@query
async def late_by_state(ctx):
    late = ctx.db.query("loans").with_index(
        "by_state", lambda q: q.eq("state", "overdue")
    )
    return len(await late.take(50))


@mutation
async def lend(ctx):
    due_at = ctx.now() + DAY_MS  # fine in a mutation
    row = {"due_at": due_at, "state": "out"}
    loan = await ctx.db.insert("loans", row)
    job = internal.loans.become_overdue
    await ctx.scheduler.run_at(due_at, job, {"loan": loan})


@internal_mutation(args={"loan": v.id("loans")})
async def become_overdue(ctx, loan):
    await ctx.db.patch("loans", loan, {"state": "overdue"})


def main(lab):
    lab.run("lend")
    by_clock = lab.watch("late_by_clock")
    by_state = lab.watch("late_by_state")
    lab.advance(3 * DAY_MS)
    print("the clock in the query:", by_clock.updates)
    print("a state that a job sets:", by_state.updates)
