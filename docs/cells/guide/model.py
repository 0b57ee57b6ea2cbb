# tools.py
from minivex import define_schema, define_table, mutation, query, v

schema = define_schema({
    "tools": define_table({
        "shed": v.string(),
        "name": v.string(),
        "status": v.union(v.literal("free"), v.literal("lent")),
    }).index("by_shed_and_status", ["shed", "status"]),
})


@mutation(args={"status": v.string()})
async def add(ctx, status):
    await ctx.db.insert("tools", {"shed": "elm", "name": "saw", "status": status})


@query
async def all_of_elm(ctx):
    tools = ctx.db.query("tools").with_index(
        "by_shed_and_status", lambda q: q.eq("shed", "elm")
    )
    return len(await tools.collect())


@query
async def free_in_elm(ctx):
    tools = ctx.db.query("tools").with_index(
        "by_shed_and_status", lambda q: q.eq("shed", "elm").eq("status", "free")
    )
    return len(await tools.collect())


@query
async def free_anywhere(ctx):
    tools = ctx.db.query("tools").with_index(
        "by_shed_and_status", lambda q: q.eq("status", "free")
    )
    return len(await tools.collect())


def main(lab):
    for shed in ("elm", "oak"):
        for n in range(4):
            status = "free" if n == 0 else "lent"
            lab.store("tools", {"shed": shed, "name": f"tool {n}", "status": status})
    print(lab.reads("all_of_elm"))
    print(lab.reads("free_in_elm"))
    print(lab.error("free_anywhere").splitlines()[0])
    print(lab.error("add", status="broken").splitlines()[0])
