# tools.py
from minivex import define_schema, define_table
from minivex import mutation, query, v

schema = define_schema({
    "tools": define_table({
        "shed": v.string(),
        "name": v.string(),
        "status": v.string(),
    }).index("by_shed_and_status", ["shed", "status"]),
})


@query(args={"shed": v.string()})
async def free(ctx, shed):
    tools = ctx.db.query("tools").with_index(
        "by_shed_and_status",
        lambda q: q.eq("shed", shed).eq("status", "free"),
    )
    return [tool["name"] for tool in await tools.take(50)]


@mutation(args={"tool": v.id("tools")})
async def lend(ctx, tool):
    await ctx.db.patch("tools", tool, {"status": "lent"})


def main(lab):
    drill, saw, ladder = lab.store("tools", *[
        {"shed": shed, "name": name, "status": "free"}
        for shed, name in [
            ("elm", "drill"), ("elm", "saw"), ("oak", "ladder")
        ]
    ])
    elm = lab.watch("free", shed="elm")
    oak = lab.watch("free", shed="oak")
    lab.run("lend", tool=saw)
    print("elm street:", elm.updates)
    print("oak street:", oak.updates)
