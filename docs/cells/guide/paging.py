# history.py
from minivex import define_schema, define_table, mutation, query, v

schema = define_schema({
    "loans": define_table({"shed": v.string(), "tool": v.string()}).index("by_shed", ["shed"]),
})


options = v.object({"numItems": v.number(), "cursor": v.nullable(v.string())})


@query(args={"shed": v.string(), "pagination_opts": options})
async def page_of(ctx, shed, pagination_opts):
    return await (
        ctx.db.query("loans")
        .with_index("by_shed", lambda q: q.eq("shed", shed))
        .order("desc")
        .paginate(pagination_opts)
    )


@query(args={"shed": v.string()})
async def everything(ctx, shed):
    rows = ctx.db.query("loans").with_index("by_shed", lambda q: q.eq("shed", shed))
    return await rows.collect()


@mutation(args={"tool": v.string()})
async def lend(ctx, tool):
    await ctx.db.insert("loans", {"shed": "elm", "tool": tool})


def main(lab):
    lab.store("loans", *[{"shed": "elm", "tool": f"tool {n}"} for n in range(1, 301)])
    print("collect reads", lab.reads("everything", shed="elm").documents)
    cursor = None
    for number in (1, 2):
        asked = {"numItems": 3, "cursor": cursor}
        read = lab.reads("page_of", shed="elm", pagination_opts=asked)
        page, cursor = read.value["page"], read.value["continueCursor"]
        print(f"page {number} reads {read.documents}:", [loan["tool"] for loan in page])
        lab.run("lend", tool="a new one")  # between two pages
