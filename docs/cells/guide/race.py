# loans.py
from minivex import ConvexError, define_schema
from minivex import define_table, mutation, v

schema = define_schema({
    "tools": define_table({"status": v.string()}),
    "loans": define_table({
        "tool": v.id("tools"),
        "borrower": v.string(),
    }),
})


@mutation(args={
    "tool": v.id("tools"), "borrower": v.string()
})
async def lend(ctx, tool, borrower):
    found = await ctx.db.get("tools", tool)
    if found["status"] != "free":
        raise ConvexError({"code": "ALREADY_LENT"})
    await ctx.db.patch("tools", tool, {"status": "lent"})
    loan = {"tool": tool, "borrower": borrower}
    return await ctx.db.insert("loans", loan)


def main(lab):
    [drill] = lab.store("tools", {"status": "free"})
    for call in lab.together(
        ("lend", {"tool": drill, "borrower": "ada"}),
        ("lend", {"tool": drill, "borrower": "bob"}),
    ):
        print(call)
    print(lab.table("loans"))
