"""Three cron jobs for the last day of the month. Not every month has a day 31."""

from datetime import UTC, datetime, timedelta

from minivex import cron_jobs, define_schema, define_table, internal, internal_mutation, v

schema = define_schema(
    {"statements": define_table({"by": v.string(), "month": v.string(), "day": v.number()})}
)


@internal_mutation(args={"by": v.string()})
async def write(ctx, by):
    today = datetime.fromtimestamp(ctx.now() / 1000, UTC)
    row = {"by": by, "month": today.isoformat()[:7], "day": today.day}
    await ctx.db.insert("statements", row)


@internal_mutation(args={"by": v.string()})
async def write_on_the_last(ctx, by):
    today = datetime.fromtimestamp(ctx.now() / 1000, UTC)
    if (today + timedelta(days=1)).day == 1:
        row = {"by": by, "month": today.isoformat()[:7], "day": today.day}
        await ctx.db.insert("statements", row)


crons = cron_jobs()
crons.cron("string, day 31", "0 0 31 * *", internal.bills.write, {"by": "string"})
crons.monthly(
    "monthly, day 31",
    {"day": 31, "hour_utc": 0, "minute_utc": 0},
    internal.bills.write,
    {"by": "monthly"},
)
crons.cron(
    "days 28 to 31", "0 0 28-31 * *", internal.bills.write_on_the_last, {"by": "days 28 to 31"}
)

# The scene. The control above the picture says in which year it begins.


def period(setting):
    year = setting["year"]
    return f"{year}-01-15", f"{year}-06-15"


def invariant(tables, done):
    """Each cron job has written one statement for each month from January to May."""
    written = {}
    for row in tables["statements"]:
        written.setdefault(row["by"], []).append(row["month"][-2:])
    return all(months == ["01", "02", "03", "04", "05"] for months in written.values())
