"""Misconception: What is about to be billed can be noted as billed.

Between the two mutations the worker may die.

expect: dies-anywhere
"""

from calendar import monthrange
from datetime import UTC, datetime

from minivex import (
    define_schema,
    define_table,
    internal,
    internal_action,
    internal_mutation,
    internal_query,
    v,
)

schema = define_schema(
    {
        "customers": define_table(
            {
                "name": v.string(),
                "amount": v.number(),
                "since": v.number(),
                "billed": v.optional(v.number()),
            }
        ),
        "invoices": define_table(
            {"customer_id": v.id("customers"), "due": v.number(), "amount": v.number()}
        ).index("by_customer_and_due", ["customer_id", "due"]),
    }
)


@internal_action(args={}, returns=v.null())
async def bill(ctx):
    for id in await ctx.run_query(internal.billing.customers):
        for invoice in await ctx.run_mutation(internal.billing.take, {"id": id}):
            await ctx.run_mutation(internal.billing.insert, {"invoice": invoice})


@internal_query(args={})
async def customers(ctx):
    return [customer["_id"] for customer in await ctx.db.query("customers").collect()]


@internal_mutation(args={"id": v.id("customers")})
async def take(ctx, id):
    customer = await ctx.db.get("customers", id)
    dates = due_dates(customer["since"], ctx.now())
    await ctx.db.patch("customers", id, {"billed": len(dates)})
    amount = customer["amount"]
    return [
        {"customer_id": id, "due": due, "amount": amount}
        for due in dates[customer.get("billed", 0) :]
    ]


@internal_mutation(args={"invoice": v.any()}, returns=v.null())
async def insert(ctx, invoice):
    await ctx.db.insert("invoices", invoice)


def due_dates(since, until):
    """The due dates from ``since`` up to and with ``until``, in milliseconds: one each month."""
    first = datetime.fromtimestamp(since / 1000, tz=UTC)
    found, months = [], 0
    while True:
        year, month = divmod(first.month - 1 + months, 12)
        last_day = monthrange(first.year + year, month + 1)[1]
        day = first.replace(year=first.year + year, month=month + 1, day=min(first.day, last_day))
        due = int(day.timestamp() * 1000)
        if due > until:
            return found
        found.append(due)
        months += 1
