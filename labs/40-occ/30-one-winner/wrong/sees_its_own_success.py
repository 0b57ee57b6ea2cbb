"""Misconception: a job that is running after my call is a job that I have won.

expect: claim-of-a-taken-job
"""

from minivex import define_schema, define_table, internal_mutation, v

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
async def claim(ctx, job_id, worker):
    job = await ctx.db.get("jobs", job_id)
    if job is not None and job["status"] == "pending":
        await ctx.db.patch("jobs", job_id, {"status": "running", "owner": worker})
    after = await ctx.db.get("jobs", job_id)
    return job_id if after is not None and after["status"] == "running" else None


@internal_mutation(args={"worker": v.string()}, returns=v.union(v.id("jobs"), v.null()))
async def claim_next(ctx, worker):
    pending = ctx.db.query("jobs").with_index("by_status", lambda q: q.eq("status", "pending"))
    job = await pending.first()
    if job is None:
        return None
    await ctx.db.patch("jobs", job["_id"], {"status": "running", "owner": worker})
    return job["_id"]
