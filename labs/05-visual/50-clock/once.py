"""A reminder in a minute, which a payment cancels; and a count at a fixed time."""

from minivex import (
    define_schema,
    define_table,
    internal,
    internal_action,
    internal_mutation,
    mutation,
    v,
)

MINUTE_MS = 60_000

schema = define_schema(
    {
        "orders": define_table(
            {
                "number": v.number(),
                "reminder": v.optional(v.id("_scheduled_functions")),
                "paid_at": v.optional(v.number()),
            }
        ).index("by_number", ["number"]),
        "mails": define_table({"order_id": v.id("orders"), "sent_at": v.number()}),
        "counters": define_table({"orders": v.number()}),
    }
)


@mutation(args={"number": v.number()})
async def place(ctx, number):
    order_id = await ctx.db.insert("orders", {"number": number})
    reminder = await ctx.scheduler.run_after(
        MINUTE_MS, internal.shop.remind, {"order_id": order_id}
    )
    await ctx.db.patch("orders", order_id, {"reminder": reminder})
    closing = (ctx.now() // (2 * MINUTE_MS) + 1) * 2 * MINUTE_MS
    await ctx.scheduler.run_at(closing, internal.shop.count, {})


@mutation(args={"number": v.number()})
async def pay(ctx, number):
    order = (
        await ctx.db.query("orders")
        .with_index("by_number", lambda q: q.eq("number", number))
        .unique()
    )
    await ctx.db.patch("orders", order["_id"], {"paid_at": ctx.now()})
    await ctx.scheduler.cancel(order["reminder"])


@internal_action(args={"order_id": v.id("orders")})
async def remind(ctx, order_id):
    await ctx.run_action(internal.mail.send, {"order_id": order_id})
    await ctx.run_mutation(internal.shop.sent, {"order_id": order_id})


@internal_mutation(args={"order_id": v.id("orders")})
async def sent(ctx, order_id):
    await ctx.db.insert("mails", {"order_id": order_id, "sent_at": ctx.now()})


@internal_mutation(args={})
async def count(ctx):
    counter = await ctx.db.query("counters").first()
    await ctx.db.patch("counters", counter["_id"], {"orders": counter["orders"] + 1})


# The scene: calls of clients, each at so many seconds after the start. setting holds what the
# controls above the picture say. A request to internal.mail takes setting["takes"] seconds.

start, end = "2026-03-02 09:00", "2026-03-02 09:03"

rows = {"counters": [{"orders": 0}]}

services = {"mail": ["send"]}


def calls(setting):
    return [
        (0, "place", {"number": 1}),
        (10, "place", {"number": 2}),
        (setting["pays"], "pay", {"number": 1}),
    ]


def invariant(tables, done):
    """No mail is sent after its order was paid, and every order is counted."""
    paid = {order["_id"]: order.get("paid_at") for order in tables["orders"]}
    late = [
        mail
        for mail in tables["mails"]
        if paid[mail["order_id"]] is not None and mail["sent_at"] > paid[mail["order_id"]]
    ]
    (counter,) = tables["counters"]
    return not late and counter["orders"] == len(paid)
