"""An interval of a minute, and a run that may take longer than that."""

from itertools import pairwise

from minivex import (
    cron_jobs,
    define_schema,
    define_table,
    internal,
    internal_action,
    internal_mutation,
    v,
)

schema = define_schema({"syncs": define_table({"began_at": v.number()})})


@internal_action(args={})
async def sync(ctx):
    began_at = ctx.now()
    await ctx.run_action(internal.partner.fetch, {})
    await ctx.run_mutation(internal.jobs.synced, {"began_at": began_at})


@internal_mutation(args={"began_at": v.number()})
async def synced(ctx, began_at):
    await ctx.db.insert("syncs", {"began_at": began_at})


crons = cron_jobs()
crons.interval("sync", {"minutes": 1}, internal.jobs.sync)

# The scene. A request to internal.partner takes setting["takes"] seconds.

start, end = "2026-03-02 09:00", "2026-03-02 09:10:30"

services = {"partner": ["fetch"]}


def invariant(tables, done):
    """A sync begins every minute."""
    began = [row["began_at"] for row in tables["syncs"]]
    return all(later - earlier == 60_000 for earlier, later in pairwise(began))
