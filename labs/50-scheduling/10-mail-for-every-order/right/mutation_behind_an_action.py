"""The client meets an action; the order and its job are one mutation behind it."""

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
async def store(ctx, item_id, customer):
    order_id = await ctx.db.insert("orders", {"item": item_id, "customer": customer})
    await ctx.scheduler.run_at(
        ctx.now() + 60_000, internal.orders.send_mail, {"order_id": order_id}
    )
    item = await ctx.db.get("items", item_id)
    if item["stock"] < 1:
        raise ConvexError({"code": "SOLD_OUT"})
    await ctx.db.patch("items", item_id, {"stock": item["stock"] - 1})
    return order_id


@action
async def place(ctx, item_id, customer):
    return await ctx.run_mutation(internal.orders.store, {"item_id": item_id, "customer": customer})
