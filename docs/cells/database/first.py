# orders.py
from minivex import define_schema, define_table, query, v

schema = define_schema({
    "orders": define_table({
        "customer": v.string(),
        "status": v.string(),
        "cents": v.number(),
    }).index("by_customer_and_status", ["customer", "status"]),
})


@query(args={"customer": v.string()})
async def open_by_index(ctx, customer):
    found = ctx.db.query("orders").with_index(
        "by_customer_and_status",
        lambda q: q.eq("customer", customer).eq("status", "open"),
    )
    return [row["cents"] for row in await found.take(20)]


@query(args={"customer": v.string()})
async def open_by_filter(ctx, customer):
    found = ctx.db.query("orders")
    found = found.filter(lambda q: q.eq(q.field("customer"), customer))
    found = found.filter(lambda q: q.eq(q.field("status"), "open"))
    return [row["cents"] for row in await found.take(20)]


def main(lab):
    for cents in range(100, 500, 100):
        for who in ["ada", "bob"]:
            order = {"customer": who, "status": "open", "cents": cents}
            lab.store("orders", order)
    for name in ["open_by_index", "open_by_filter"]:
        reads = lab.reads(name, customer="ada")
        print(name, reads.value)
        print("  read", reads)
