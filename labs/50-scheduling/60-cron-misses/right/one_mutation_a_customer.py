"""An action goes through the customers, and each is billed in a mutation that looks for itself."""

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
    for id in await ctx.run_query(internal.billing.customers):
        await ctx.run_mutation(internal.billing.bill_one, {"id": id})


@internal_query(args={})
async def customers(ctx):
    return [customer["_id"] for customer in await ctx.db.query("customers").collect()]


@internal_mutation(args={"id": v.id("customers")}, returns=v.null())
async def bill_one(ctx, id):
    customer = await ctx.db.get("customers", id)
    for due in due_dates(customer["since"], ctx.now()):
        invoice = await (
            ctx.db.query("invoices")
            .with_index(
                "by_customer_and_due", lambda q, due=due: q.eq("customer_id", id).eq("due", due)
            )
            .unique()
        )
        if invoice is None:
            invoice = {"customer_id": id, "due": due, "amount": customer["amount"]}
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
