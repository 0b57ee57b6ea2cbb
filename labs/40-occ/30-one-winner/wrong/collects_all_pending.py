"""Misconception: reading all pending jobs is harmless, as only one of them is written.

expect: next-ignores-new-jobs
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
    pending = ctx.db.query("jobs").with_index("by_status", lambda q: q.eq("status", "pending"))
    jobs = await pending.collect()
    if not jobs:
        return None
    await ctx.db.patch("jobs", jobs[0]["_id"], {"status": "running", "owner": worker})
    return jobs[0]["_id"]
