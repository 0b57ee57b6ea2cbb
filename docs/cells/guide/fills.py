# loans.py
from minivex import define_schema, define_table
from minivex import query, v

schema = define_schema({
    "loans": define_table({"state": v.string()})
})
options = v.object({
    "numItems": v.number(),
    "cursor": v.nullable(v.string()),
})


@query(args={"opts": options})
async def filtered_afterwards(ctx, opts):
    loans = ctx.db.query("loans")
    page = (await loans.paginate(opts))["page"]
    states = [loan["state"] for loan in page]
    return states.count("overdue")


@query(args={"opts": options})
async def filtered_before(ctx, opts):
    late = ctx.db.query("loans").filter(
        lambda q: q.eq(q.field("state"), "overdue")
    )
    page = await late.paginate(opts)
    return len(page["page"])


def main(lab):
    # Every tenth loan is overdue.
    states = ["overdue", *["out"] * 9] * 20
    rows = [{"state": state} for state in states]
    lab.store("loans", *rows)
    opts = {"numItems": 5, "cursor": None}
    for how in ("afterwards", "before"):
        read = lab.reads(f"filtered_{how}", opts=opts)
        cost = f"{read.documents} read"
        print(f"{how}: {read.value} of 5 shown, {cost}")
