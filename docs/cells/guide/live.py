# tools.py
from minivex import define_schema, define_table
from minivex import mutation, query, v

schema = define_schema({
    "tools": define_table({
        "shed": v.string(),
        "name": v.string(),
        "status": v.union(
            v.literal("free"), v.literal("lent")
        ),
    }).index(
        "by_shed_and_status", ["shed", "status"]
    ),
})


@query(args={"shed": v.string()})
async def free(ctx, shed):
    tools = await (
        ctx.db
        .query("tools")
        .with_index(
            "by_shed_and_status",
            lambda q: q.eq("shed", shed).eq(
                "status", "free"
            ),
        )
        .take(50)
    )
    return [tool["name"] for tool in tools]


@mutation(args={"tool": v.id("tools")})
async def lend(ctx, tool):
    await ctx.db.patch(
        "tools", tool, {"status": "lent"}
    )


def main(lab):
    drill, saw, ladder = lab.store(
        "tools",
        {
            "shed": "elm",
            "name": "drill",
            "status": "free",
        },
        {
            "shed": "elm",
            "name": "saw",
            "status": "free",
        },
        {
            "shed": "oak",
            "name": "ladder",
            "status": "free",
        },
    )
    elm = lab.watch("free", shed="elm")
    oak = lab.watch("free", shed="oak")
    lab.run("lend", tool=saw)
    print("elm street:", elm.updates)
    print("oak street:", oak.updates)
