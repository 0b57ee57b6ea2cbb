# loans.py
from minivex import define_schema, define_table
from minivex import mutation, query, v

schema = define_schema({
    "loans": define_table({"note": v.string()}),
})


@query
async def newest_collected(ctx):
    loans = ctx.db.query("loans").order("desc")
    return (await loans.collect())[:3]


@query
async def newest(ctx):
    return await ctx.db.query("loans").order("desc").take(3)


@mutation(args={"loan": v.id("loans")})
async def edit(ctx, loan):
    await ctx.db.patch("loans", loan, {"note": "edited"})


def main(lab):
    rows = [{"note": f"loan {n}"} for n in range(400)]
    old = lab.store("loans", *rows)
    collected = lab.watch("newest_collected")
    taken = lab.watch("newest")
    for loan in old[:20]:  # which nobody looks at
        lab.run("edit", loan=loan)
    read = lab.reads("newest_collected").documents
    print("collect: read", read, "- ran", collected.runs)
    read = lab.reads("newest").documents
    print("take(3): read", read, "- ran", taken.runs)
    lab.small_world(100)  # limits, 100 times lower
    print(lab.error("newest_collected").split(".")[0])
