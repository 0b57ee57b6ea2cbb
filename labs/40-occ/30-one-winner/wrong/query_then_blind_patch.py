"""Misconception: what a query said a moment ago is still so when the mutation writes.

The mutation reads the row once more, but only to see that it exists.

expect: claim-has-one-winner
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


@internal_query
async def is_pending(ctx, job_id):
    job = await ctx.db.get("jobs", job_id)
    return job is not None and job["status"] == "pending"


@internal_mutation
async def write_owner(ctx, job_id, worker):
    job = await ctx.db.get("jobs", job_id)
    if job is None:
        return None
    await ctx.db.patch("jobs", job_id, {"status": "running", "owner": worker})
    return job_id


@action
async def claim(ctx, job_id, worker):
    if not await ctx.run_query(internal.jobs.is_pending, {"job_id": job_id}):
        return None
    return await ctx.run_mutation(internal.jobs.write_owner, {"job_id": job_id, "worker": worker})


@internal_mutation(args={"worker": v.string()}, returns=v.union(v.id("jobs"), v.null()))
async def claim_next(ctx, worker):
    pending = ctx.db.query("jobs").with_index("by_status", lambda q: q.eq("status", "pending"))
    job = await pending.first()
    if job is None:
        return None
    await ctx.db.patch("jobs", job["_id"], {"status": "running", "owner": worker})
    return job["_id"]
