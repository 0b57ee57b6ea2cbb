"""Misconception: the first job of the table is the next job to do.

expect: next-takes-a-pending-job
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


@internal_mutation
async def claim_next(ctx, worker):
    job = await ctx.db.query("jobs").first()
    if job is None or job["status"] != "pending":
        return None
    await ctx.db.patch("jobs", job["_id"], {"status": "running", "owner": worker})
    return job["_id"]
