"""Misconception: What had no invoice when the run began has none when it is written.

expect: twice-at-once
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
        "customers": define_table({"name": v.string(), "amount": v.number(), "since": v.number()}),
        "invoices": define_table(
            {"customer_id": v.id("customers"), "due": v.number(), "amount": v.number()}
        ).index("by_customer_and_due", ["customer_id", "due"]),
    }
)


@internal_action(args={}, returns=v.null())
async def bill(ctx):
    for invoice in await ctx.run_query(internal.billing.missing):
        await ctx.run_mutation(internal.billing.insert, {"invoice": invoice})


@internal_query(args={})
async def missing(ctx):
    found = []
    for customer in await ctx.db.query("customers").collect():
        id, amount = customer["_id"], customer["amount"]
        invoices = ctx.db.query("invoices").with_index(
            "by_customer_and_due", lambda q, id=id: q.eq("customer_id", id)
        )
        billed = {invoice["due"] for invoice in await invoices.collect()}
        found += [
            {"customer_id": id, "due": due, "amount": amount}
            for due in due_dates(customer["since"], ctx.now())
            if due not in billed
        ]
    return found


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
