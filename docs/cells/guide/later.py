# loans.py
from minivex import ConvexError, define_schema, define_table, internal
from minivex import internal_mutation, mutation, v

schema = define_schema({
    "loans": define_table({"tool": v.string(), "state": v.string(), "due_at": v.number()}),
})
DAY_MS = 24 * 60 * 60 * 1000


@mutation(args={"tool": v.string(), "days": v.number()})
async def lend(ctx, tool, days):
    due_at = ctx.now() + days * DAY_MS
    loan = await ctx.db.insert("loans", {"tool": tool, "state": "out", "due_at": due_at})
    await ctx.scheduler.run_at(due_at, internal.loans.become_overdue, {"loan": loan})
    if days > 14:
        raise ConvexError({"code": "BAD_DAYS"})  # the loan goes, and its reminder with it
    return loan


@mutation(args={"loan": v.id("loans")})
async def give_back(ctx, loan):
    await ctx.db.patch("loans", loan, {"state": "returned"})


@internal_mutation(args={"loan": v.id("loans")})
async def become_overdue(ctx, loan):
    found = await ctx.db.get("loans", loan)
    if found is None or found["state"] != "out":
        return  # given back in time: nothing to do
    await ctx.db.patch("loans", loan, {"state": "overdue"})


def main(lab):
    drill = lab.run("lend", tool="drill", days=3)
    lab.run("lend", tool="saw", days=3)
    print(lab.error("lend", tool="ladder", days=30))
    lab.run("give_back", loan=drill)
    print("ran on day 2:", lab.advance(2 * DAY_MS))
    print("ran on day 3:", lab.advance(DAY_MS))
    for loan in lab.documents("loans"):
        print(loan["tool"], "is", loan["state"])
    print("ran in the next 60 days:", lab.advance(60 * DAY_MS))
