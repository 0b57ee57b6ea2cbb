# loans.py
from minivex import ConvexError, define_schema, define_table, mutation, v

schema = define_schema({
    "tools": define_table({
        "name": v.string(),
        "status": v.union(v.literal("free"), v.literal("lent")),
    }),
    "loans": define_table({"tool": v.id("tools"), "borrower": v.string()}),
})


@mutation(args={"tool": v.id("tools"), "borrower": v.string()})
async def lend(ctx, tool, borrower):
    found = await ctx.db.get("tools", tool)
    if found is None:
        raise ConvexError({"code": "NOT_FOUND"})
    if found["status"] != "free":
        raise ConvexError({"code": "ALREADY_LENT"})
    await ctx.db.patch("tools", tool, {"status": "lent"})
    return await ctx.db.insert("loans", {"tool": tool, "borrower": borrower})


def main(lab):
    [drill] = lab.store("tools", {"name": "drill", "status": "free"})
    for call in lab.together(
        ("lend", {"tool": drill, "borrower": "ada"}),
        ("lend", {"tool": drill, "borrower": "bob"}),
    ):
        print(call)
    print(lab.table("loans"))
