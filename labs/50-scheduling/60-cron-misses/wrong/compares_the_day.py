"""Misconception: Whoever became a customer on a 31st is due on a 31st.

Some months have none.

expect: month-ends
"""

from datetime import UTC, datetime, timedelta

from minivex import define_schema, define_table, internal_mutation, v

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
        id, amount = customer["_id"], customer["amount"]
        newest = await (
            ctx.db.query("invoices")
            .with_index("by_customer_and_due", lambda q, id=id: q.eq("customer_id", id))
            .order("desc")
            .first()
        )
        for due in due_dates(customer["since"], ctx.now()):
            if newest is None or due > newest["due"]:
                invoice = {"customer_id": id, "due": due, "amount": amount}
                await ctx.db.insert("invoices", invoice)


def due_dates(since, until):
    first = datetime.fromtimestamp(since / 1000, tz=UTC)
    days = (until - int(since)) // 86_400_000 + 1
    dates = [first + timedelta(days=number) for number in range(days)]
    return [int(date.timestamp() * 1000) for date in dates if date.day == first.day]
