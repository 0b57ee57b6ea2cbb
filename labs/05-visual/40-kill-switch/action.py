"""The job is an action: it charges a card, then it writes down that it has."""

from minivex import (
    define_schema,
    define_table,
    internal,
    internal_action,
    internal_mutation,
    mutation,
    v,
)

schema = define_schema({"orders": define_table({"amount": v.number(), "state": v.string()})})


@mutation(args={"amount": v.number()})
async def place(ctx, amount):
    order_id = await ctx.db.insert("orders", {"amount": amount, "state": "open"})
    pay = {"order_id": order_id, "amount": amount}
    await ctx.scheduler.run_after(0, internal.shop.pay, pay)


@internal_action(args={"order_id": v.id("orders"), "amount": v.number()})
async def pay(ctx, order_id, amount):
    await ctx.run_action(internal.bank.charge, {"amount": amount})
    await ctx.run_mutation(internal.shop.paid, {"order_id": order_id})


@internal_mutation(args={"order_id": v.id("orders")})
async def paid(ctx, order_id):
    await ctx.db.patch("orders", order_id, {"state": "paid"})


# The scene. internal.bank.charge is the request to a bank. The bank is somebody else's machine:
# what it has done stays done when our worker dies.

services = {"bank": ["charge"]}

calls = {"a": ("place", {"amount": 30})}


def invariant(tables, done):
    """Every order is charged once, and its row says so."""
    orders = tables["orders"]
    return len(done["bank"]) == len(orders) and all(order["state"] == "paid" for order in orders)
