"""Misconception: A document is an object with attributes.

expect: one-order
"""

from minivex import (
    ConvexError,
    action,
    define_schema,
    define_table,
    internal,
    internal_mutation,
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


@internal_mutation
async def store(ctx, item_id, customer):
    item = await ctx.db.get(item_id)
    if item.stock < 1:
        raise ConvexError({"code": "SOLD_OUT"})
    await ctx.db.patch(item_id, {"stock": item.stock - 1})
    order_id = await ctx.db.insert("orders", {"item": item_id, "customer": customer})
    await ctx.scheduler.runAfter(60 * 1000, internal.orders.send_mail, {"order_id": order_id})
    return order_id


@action(args={"item_id": v.id("items"), "customer": v.string()}, returns=v.id("orders"))
async def place(ctx, item_id, customer):
    return await ctx.run_mutation(internal.orders.store, {"item_id": item_id, "customer": customer})
