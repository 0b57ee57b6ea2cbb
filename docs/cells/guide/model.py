# tools.py
from minivex import define_schema, define_table
from minivex import query, v

schema = define_schema({
    "tools": define_table({
        "shed": v.string(),
        "status": v.union(
            v.literal("free"), v.literal("lent")
        ),
    }).index("by_shed_and_status", ["shed", "status"]),
})


def tools(ctx, range):
    return ctx.db.query("tools").with_index(
        "by_shed_and_status", range
    ).collect()


@query
async def all_of_elm(ctx):
    return await tools(ctx, lambda q: q.eq("shed", "elm"))


@query
async def free_in_elm(ctx):
    return await tools(
        ctx, lambda q: q.eq("shed", "elm").eq("status", "free")
    )


@query
async def free_anywhere(ctx):
    return await tools(ctx, lambda q: q.eq("status", "free"))


def main(lab):
    for shed in ("elm", "oak"):
        for status in ("free", "lent", "lent", "lent"):
            lab.store("tools", {"shed": shed, "status": status})
    print(lab.reads("all_of_elm"))
    print(lab.reads("free_in_elm"))
    print(lab.error("free_anywhere").splitlines()[0])
