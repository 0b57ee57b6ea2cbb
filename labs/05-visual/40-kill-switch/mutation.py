"""The job is a mutation: what it does and the note that it has ended are one commit."""

from minivex import define_schema, define_table, internal, internal_mutation, mutation, v

schema = define_schema(
    {
        "orders": define_table({"amount": v.number(), "counted": v.boolean()}),
        "totals": define_table({"sum": v.number()}),
    }
)


@mutation(args={"amount": v.number()})
async def place(ctx, amount):
    order_id = await ctx.db.insert("orders", {"amount": amount, "counted": False})
    await ctx.scheduler.run_after(60_000, internal.shop.count, {"order_id": order_id})


@internal_mutation(args={"order_id": v.id("orders")})
async def count(ctx, order_id):
    order = await ctx.db.get("orders", order_id)
    total = await ctx.db.query("totals").first()
    await ctx.db.patch("totals", total["_id"], {"sum": total["sum"] + order["amount"]})
    await ctx.db.patch("orders", order_id, {"counted": True})


# The scene. The run goes on until no job is left; the slider above the picture says where the
# worker dies. The invariant is asked at the end: stored documents by table, done requests by service.

rows = {"totals": [{"sum": 0}]}

calls = {"a": ("place", {"amount": 30})}


def invariant(tables, done):
    """The total is the sum of all orders, and each of them is counted."""
    orders = tables["orders"]
    (total,) = tables["totals"]
    is_whole = total["sum"] == sum(order["amount"] for order in orders)
    return is_whole and all(order["counted"] for order in orders)
