"""Each customer is billed by a job of its own, which looks for itself."""

from calendar import monthrange
from datetime import UTC, datetime

from minivex import define_schema, define_table, internal, internal_mutation, v

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
    for customer in await ctx.db.query("customers").collect():
        await ctx.scheduler.run_after(0, internal.billing.bill_one, {"id": customer["_id"]})


@internal_mutation(args={"id": v.id("customers")}, returns=v.null())
async def bill_one(ctx, id):
    customer = await ctx.db.get("customers", id)
    invoices = ctx.db.query("invoices").with_index(
        "by_customer_and_due", lambda q: q.eq("customer_id", id)
    )
    billed = {invoice["due"] for invoice in await invoices.collect()}
    for due in due_dates(customer["since"], ctx.now()):
        if due not in billed:
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
