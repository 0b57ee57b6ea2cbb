# loans.py
from minivex import define_schema, define_table, query
from minivex import v

schema = define_schema({
    "loans": define_table({
        "borrower": v.string(),
        "state": v.string(),
    })
    .index("by_borrower", ["borrower"])
    .index(
        "by_borrower_and_state", ["borrower", "state"]
    ),
})


@query
async def filtered(ctx):
    mine = ctx.db.query("loans").filter(
        lambda q: q.eq(q.field("borrower"), "ada")
    )
    return len(
        await mine.filter(
            lambda q: q.eq(q.field("state"), "out")
        ).collect()
    )


@query
async def index_without_range(ctx):
    rows = (
        await ctx.db
        .query("loans")
        .with_index("by_borrower")
        .collect()
    )
    return len([
        r
        for r in rows
        if r["borrower"] == "ada"
        and r["state"] == "out"
    ])


@query
async def small_range_then_filter(ctx):
    mine = ctx.db.query("loans").with_index(
        "by_borrower",
        lambda q: q.eq("borrower", "ada"),
    )
    return len(
        await mine.filter(
            lambda q: q.eq(q.field("state"), "out")
        ).collect()
    )


@query
async def exact_range(ctx):
    rows = ctx.db.query("loans").with_index(
        "by_borrower_and_state",
        lambda q: q.eq("borrower", "ada").eq(
            "state", "out"
        ),
    )
    return len(await rows.collect())


def main(lab):
    names = ["ada", *["somebody else"] * 19]
    states = ["out", "returned"]
    lab.store(
        "loans",
        *[
            {
                "borrower": names[n % 20],
                "state": states[n // 20 % 2],
            }
            for n in range(1000)
        ],
    )
    for name in (
        "filtered",
        "index_without_range",
        "small_range_then_filter",
        "exact_range",
    ):
        read = lab.reads(name)
        cost = f"{read.documents} documents read"
        print(f"{name}: {read.value} rows for {cost}")
