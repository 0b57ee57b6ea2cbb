# loans.py
from minivex import define_schema, define_table
from minivex import mutation, query, v

schema = define_schema({
    "loans": define_table({
        "shed": v.string(),
        "note": v.string(),
    }).index("by_shed", ["shed"]),
})


def of_elm(ctx):
    rows = ctx.db.query("loans").with_index(
        "by_shed", lambda q: q.eq("shed", "elm")
    )
    return rows.order("desc")


@query
async def newest_collected(ctx):
    return [
        loan["note"]
        for loan in (await of_elm(ctx).collect())[:3]
    ]


@query
async def newest(ctx):
    return [
        loan["note"]
        for loan in await of_elm(ctx).take(3)
    ]


@mutation(args={"loan": v.id("loans")})
async def edit(ctx, loan):
    await ctx.db.patch(
        "loans", loan, {"note": "edited"}
    )


def main(lab):
    notes = [f"loan {n}" for n in range(400)]
    old = lab.store(
        "loans",
        *[
            {"shed": "elm", "note": note}
            for note in notes
        ],
    )
    collected = lab.watch("newest_collected")
    taken = lab.watch("newest")
    for loan in old[:20]:  # which nobody looks at
        lab.run("edit", loan=loan)
    read = lab.reads("newest_collected").documents
    print(
        "collect: read", read, "- ran", collected.runs
    )
    read = lab.reads("newest").documents
    print("take(3): read", read, "- ran", taken.runs)
    lab.small_world(100)  # limits, 100 times lower
    print(lab.error("newest_collected").split(".")[0])
