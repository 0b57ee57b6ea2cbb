# loans.py
from minivex import ConvexError, define_schema
from minivex import define_table, internal
from minivex import internal_mutation, mutation, v

DAY_MS = 24 * 60 * 60 * 1000
schema = define_schema({
    "loans": define_table({
        "tool": v.string(), "state": v.string(),
    }),
})


@mutation(args={"tool": v.string(), "days": v.number()})
async def lend(ctx, tool, days):
    row = {"tool": tool, "state": "out"}
    loan = await ctx.db.insert("loans", row)
    await ctx.scheduler.run_after(
        days * DAY_MS, internal.loans.become_overdue,
        {"loan": loan},
    )
    if days > 14:  # takes back the loan and its job
        raise ConvexError({"code": "BAD_DAYS"})
    return loan


@mutation(args={"loan": v.id("loans")})
async def give_back(ctx, loan):
    await ctx.db.patch("loans", loan, {"state": "returned"})


@internal_mutation(args={"loan": v.id("loans")})
async def become_overdue(ctx, loan):
    found = await ctx.db.get("loans", loan)
    if found["state"] == "out":  # else: back in time
        state = {"state": "overdue"}
        await ctx.db.patch("loans", loan, state)


def main(lab):
    drill = lab.run("lend", tool="drill", days=3)
    lab.run("lend", tool="saw", days=3)
    print(lab.error("lend", tool="ladder", days=30))
    lab.run("give_back", loan=drill)
    print("ran on day 2:", lab.advance(2 * DAY_MS))
    print("ran on day 3:", lab.advance(DAY_MS))
    print(lab.table("loans"))
    print("in 60 more days:", lab.advance(60 * DAY_MS))
