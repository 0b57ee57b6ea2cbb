"""One mutation decides; the action around it asks the table afterwards who won."""

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


@internal_mutation
async def take(ctx, job_id, worker):
    job = await ctx.db.get("jobs", job_id)
    if job is None or job["status"] != "pending":
        return False
    await ctx.db.patch("jobs", job_id, {"status": "running", "owner": worker})
    return True


@internal_query
async def owner_of(ctx, job_id):
    return (await ctx.db.get("jobs", job_id)).get("owner")


@action
async def claim(ctx, job_id, worker):
    if not await ctx.run_mutation(internal.jobs.take, {"job_id": job_id, "worker": worker}):
        return None
    owner = await ctx.run_query(internal.jobs.owner_of, {"job_id": job_id})
    return job_id if owner == worker else None


@internal_mutation
async def claim_next(ctx, worker):
    pending = ctx.db.query("jobs").with_index("by_status", lambda q: q.eq("status", "pending"))
    job = await pending.first()
    if job is None:
        return None
    await ctx.db.patch("jobs", job["_id"], {"status": "running", "owner": worker})
    return job["_id"]
