"""The intent is written down first, under a key; a mutation looks after it until it is done."""

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
    await ctx.scheduler.run_after(0, internal.shop.see_to, {"order_id": order_id})


@internal_mutation(args={"order_id": v.id("orders")})
async def see_to(ctx, order_id):
    order = await ctx.db.get("orders", order_id)
    if order["state"] == "paid":
        return
    pay = {"order_id": order_id, "amount": order["amount"]}
    await ctx.scheduler.run_after(0, internal.shop.pay, pay)
    await ctx.scheduler.run_after(600_000, internal.shop.see_to, {"order_id": order_id})


@internal_action(args={"order_id": v.id("orders"), "amount": v.number()})
async def pay(ctx, order_id, amount):
    await ctx.run_action(internal.bank.charge, {"key": order_id, "amount": amount})
    await ctx.run_mutation(internal.shop.paid, {"order_id": order_id})


@internal_mutation(args={"order_id": v.id("orders")})
async def paid(ctx, order_id):
    await ctx.db.patch("orders", order_id, {"state": "paid"})


# The scene. The bank does nothing for a key that it has seen, and gives its first answer again.

services = {"bank": ["charge"]}

calls = {"a": ("place", {"amount": 30})}


def invariant(tables, done):
    """Every order is charged once, and its row says so."""
    orders = tables["orders"]
    return len(done["bank"]) == len(orders) and all(order["state"] == "paid" for order in orders)
