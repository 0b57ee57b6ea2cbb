"""Every day at an hour of UTC, for a reader who lives by summer time."""

from datetime import UTC, datetime

from minivex import cron_jobs, define_schema, define_table, internal, internal_mutation, v

HOUR_MS = 3_600_000
SUMMER_MS = datetime(2026, 3, 29, 1, tzinfo=UTC).timestamp() * 1000

schema = define_schema({"digests": define_table({"local_hour": v.number()})})


def local_hour(now_ms):
    """The hour on the reader's clock: an hour ahead of UTC, two from 29 March on."""
    ahead = 2 if now_ms >= SUMMER_MS else 1
    return (now_ms // HOUR_MS + ahead) % 24


@internal_mutation(args={})
async def digest(ctx):
    await ctx.db.insert("digests", {"local_hour": local_hour(ctx.now())})


# The scene. setting["hour"] is what the control above the picture says.


def crons(setting):
    jobs = cron_jobs()
    jobs.daily("digest", {"hour_utc": setting["hour"], "minute_utc": 0}, internal.mail.digest)
    return jobs


start, end = "2026-03-26", "2026-04-02"


def invariant(tables, done):
    """There is a digest for each of the seven days, and each comes at nine by the reader's clock."""
    return [row["local_hour"] for row in tables["digests"]] == [9] * 7
