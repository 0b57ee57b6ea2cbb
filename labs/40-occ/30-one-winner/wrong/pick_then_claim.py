"""Misconception: a claim that is safe makes whatever calls it safe.

The pick is a transaction of its own: the loser of the claim goes home although other jobs wait.

expect: next-serves-everybody
"""

from minivex import (
    action,
    define_schema,
    define_table,
    internal,
    internal_mutation,
    internal_query,
    v,
)

schema = define_schema(
    {
        "jobs": define_table(
            {
                "title": v.string(),
                "status": v.union(v.literal("pending"), v.literal("running"), v.literal("done")),
                "owner": v.optional(v.string()),
            }
        ).index("by_status", ["status"])
    }
)


@internal_mutation(
    args={"job_id": v.id("jobs"), "worker": v.string()},
    returns=v.union(v.id("jobs"), v.null()),
)
async def claim(ctx, job_id, worker):
    job = await ctx.db.get("jobs", job_id)
    if job is None or job["status"] != "pending":
        return None
    await ctx.db.patch("jobs", job_id, {"status": "running", "owner": worker})
    return job_id


@internal_query
async def first_pending(ctx):
    pending = ctx.db.query("jobs").with_index("by_status", lambda q: q.eq("status", "pending"))
    return await pending.first()


@action
async def claim_next(ctx, worker):
    job = await ctx.run_query(internal.jobs.first_pending, {})
    if job is None:
        return None
    return await ctx.run_mutation(internal.jobs.claim, {"job_id": job["_id"], "worker": worker})
