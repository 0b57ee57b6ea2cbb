"""Misconception: filter calls the lambda with each document.

expect: night-after-night
"""

from calendar import monthrange
from datetime import UTC, datetime

from minivex import define_schema, define_table, internal_mutation, v

DAY_MS = 86_400_000

schema = define_schema(
    {
        "customers": define_table({"name": v.string(), "amount": v.number(), "since": v.number()}),
        "invoices": define_table(
            {"customer_id": v.id("customers"), "due": v.number(), "amount": v.number()}
        ).index("by_customer_and_due", ["customer_id", "due"]),
    }
)


@internal_mutation(args={}, returns=v.null())
async def bill(ctx):
    now = ctx.now()
    for customer in await ctx.db.query("customers").collect():
        for due in due_dates(customer["since"], now):
            existing = (
                await ctx.db.query("invoices")
                .filter(lambda i: i["customer_id"] == customer["_id"] and i["due"] == due)  # noqa: B023
                .first()
            )
            if not existing:
                await ctx.db.insert(
                    "invoices",
                    {"customer_id": customer["_id"], "due": due, "amount": customer["amount"]},
                )


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
