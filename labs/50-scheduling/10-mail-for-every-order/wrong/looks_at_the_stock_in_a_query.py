"""Misconception: The stock that a query has seen is still there.

expect: at-once
"""

from minivex import (
    ConvexError,
    action,
    define_schema,
    define_table,
    internal,
    internal_mutation,
    internal_query,
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


@internal_query
async def left(ctx, item_id):
    return (await ctx.db.get("items", item_id))["stock"]


@internal_mutation
async def store(ctx, item_id, customer, stock):
    await ctx.db.patch("items", item_id, {"stock": stock - 1})
    order_id = await ctx.db.insert("orders", {"item": item_id, "customer": customer})
    await ctx.scheduler.run_after(60_000, internal.orders.send_mail, {"order_id": order_id})
    return order_id


@action
async def place(ctx, item_id, customer):
    stock = await ctx.run_query(internal.orders.left, {"item_id": item_id})
    if stock < 1:
        raise ConvexError({"code": "SOLD_OUT"})
    args = {"item_id": item_id, "customer": customer, "stock": stock}
    return await ctx.run_mutation(internal.orders.store, args)
