"""Misconception: The name of an argument is a matter of taste.

expect: one-order
"""

from minivex import (
    ConvexError,
    define_schema,
    define_table,
    internal,
    internal_mutation,
    mutation,
    v,
)

schema = define_schema(
    {
        "items": define_table({"name": v.string(), "stock": v.number()}),
        "orders": define_table({"item": v.id("items"), "customer": v.string()}),
        "mails": define_table({"order": v.id("orders")}),
    }
)


@internal_mutation(args={"order_id": v.id("orders")})
async def send_mail(ctx, order_id):
    await ctx.db.insert("mails", {"order": order_id})


@mutation(args={"item_id": v.id("items"), "customer": v.string()}, returns=v.id("orders"))
async def place(ctx, item_id, customer):
    item = await ctx.db.get(item_id)
    if item["stock"] <= 1:
        raise ConvexError({"code": "SOLD_OUT"})
    await ctx.db.patch(item_id, {"stock": item["stock"] - 1})
    order = await ctx.db.insert("orders", {"item": item_id, "customer": customer})
    await ctx.scheduler.run_after(60_000, internal.orders.send_mail, {"orderId": order})
    return order
