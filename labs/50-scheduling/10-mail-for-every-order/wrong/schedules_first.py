"""Misconception: If the job is there first, no order can be without one.

expect: refused
"""

from minivex import ConvexError, action, define_schema, define_table, internal, internal_mutation, v

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
async def note(ctx, item_id, customer):
    order_id = await ctx.db.insert("orders", {"item": item_id, "customer": customer})
    await ctx.scheduler.run_after(60_000, internal.orders.send_mail, {"order_id": order_id})
    return order_id


@internal_mutation
async def take(ctx, item_id):
    item = await ctx.db.get("items", item_id)
    if item["stock"] < 1:
        raise ConvexError({"code": "SOLD_OUT"})
    await ctx.db.patch("items", item_id, {"stock": item["stock"] - 1})


@action
async def place(ctx, item_id, customer):
    args = {"item_id": item_id, "customer": customer}
    order_id = await ctx.run_mutation(internal.orders.note, args)
    await ctx.run_mutation(internal.orders.take, {"item_id": item_id})
    return order_id
