# tools.py
from minivex import define_schema, define_table
from minivex import mutation, v

schema = define_schema({
    "tools": define_table({
        "name": v.string(),
        "owner": v.string(),
    })
})


@mutation(args={"tool": v.id("tools"), "changes": v.any()})
async def update(ctx, tool, changes):
    await ctx.db.patch("tools", tool, changes)


@mutation(args={"tool": v.id("tools"), "name": v.string()})
async def rename(ctx, tool, name):
    await ctx.db.patch("tools", tool, {"name": name})


def main(lab):
    row = {"name": "drill", "owner": "ada"}
    [drill] = lab.store("tools", row)
    wanted = {"name": "big drill", "owner": "eve"}
    lab.run("update", tool=drill, changes=wanted)
    print(lab.table("tools"))
    refused = lab.error("rename", tool=drill, **wanted)
    print(refused.splitlines()[0])
