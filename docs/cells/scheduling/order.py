# orders.py
from minivex import (
    ConvexError, define_schema, define_table,
    internal, internal_mutation, mutation, v,
)

schema = define_schema({
    "orders": define_table({"item": v.string()}),
    "mails": define_table({"order": v.id("orders")}),
})


@internal_mutation(args={"order": v.id("orders")})
async def confirm(ctx, order):
    await ctx.db.insert("mails", {"order": order})


@mutation(args={"item": v.string(), "stock": v.number()})
async def place(ctx, item, stock):
    order = await ctx.db.insert("orders", {"item": item})
    await ctx.scheduler.run_after(
        60_000, internal.orders.confirm, {"order": order}
    )
    if stock < 1:
        raise ConvexError({"code": "SOLD_OUT", "item": item})
    return order


def jobs(lab):
    rows = lab.documents("_scheduled_functions")
    return [job["state"]["kind"] for job in rows]


def main(lab):
    print("placed", lab.run("place", item="tea", stock=3))
    print("failed", lab.error("place", item="cake", stock=0))
    print("now:     ", jobs(lab), lab.table("mails"))
    lab.advance(60_000)
    print("a minute:", jobs(lab), lab.table("mails"))
