"""A work list: each worker claims a job of its own."""

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


@internal_query(args={"job_id": v.id("jobs")})
async def read_job(ctx, job_id):
    return await ctx.db.get("jobs", job_id)


@internal_query
async def first_pending(ctx):
    pending = ctx.db.query("jobs").with_index("by_status", lambda q: q.eq("status", "pending"))
    return await pending.first()


@internal_mutation(args={"job_id": v.id("jobs"), "worker": v.string()})
async def start(ctx, job_id, worker):
    await ctx.db.patch("jobs", job_id, {"status": "running", "owner": worker})


@action(args={"job_id": v.id("jobs"), "worker": v.string()})
async def claim(ctx, job_id, worker):
    job = await ctx.run_query(internal.jobs.read_job, {"job_id": job_id})
    if job is None or job["status"] != "pending":
        return None
    await ctx.run_mutation(internal.jobs.start, {"job_id": job_id, "worker": worker})
    return job_id


@action(args={"worker": v.string()})
async def claim_next(ctx, worker):
    job = await ctx.run_query(internal.jobs.first_pending, {})
    if job is None:
        return None
    await ctx.run_mutation(internal.jobs.start, {"job_id": job["_id"], "worker": worker})
    return job["_id"]
