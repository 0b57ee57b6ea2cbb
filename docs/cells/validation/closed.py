# orders.py
from minivex import define_schema, define_table, mutation, v

schema = define_schema({
    "products": define_table({"name": v.string()}),
    "orders": define_table({
        "product": v.id("products"),
        "count": v.number(),
        "note": v.optional(v.string()),
        "state": v.union(v.literal("open"), v.literal("paid")),
    }),
})


@mutation(args={
    "product": v.id("products"),
    "count": v.number(),
    "note": v.optional(v.string()),
})
async def place(ctx, product, count, note=None):
    row = {"product": product, "count": count, "state": "open"}
    if note is not None:
        row["note"] = note
    return await ctx.db.insert("orders", row)


def main(lab):
    (tea,) = lab.store("products", {"name": "tea"})
    order = lab.run("place", product=tea, count=2)
    print("placed", order)
    for wrong in (
        {"product": tea},
        {"product": tea, "count": "2"},
        {"product": tea, "count": 2, "price": 0},
        {"product": order, "count": 2},
        {"product": tea, "count": 2, "note": None},
    ):
        print("-", lab.error("place", **wrong).splitlines()[0])
    print(lab.table("orders"))
