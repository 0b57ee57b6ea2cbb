"""Misconception: An error can be returned instead of raised.

expect: refused
"""

from minivex import define_schema, define_table, internal, internal_mutation, mutation, v

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


@mutation
async def place(ctx, item_id, customer):
    order_id = await ctx.db.insert("orders", {"item": item_id, "customer": customer})
    await ctx.scheduler.run_after(60_000, internal.orders.send_mail, {"order_id": order_id})
    item = await ctx.db.get("items", item_id)
    if item["stock"] < 1:
        return {"code": "SOLD_OUT"}
    await ctx.db.patch("items", item_id, {"stock": item["stock"] - 1})
    return order_id
