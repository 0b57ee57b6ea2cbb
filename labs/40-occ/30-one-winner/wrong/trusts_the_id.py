"""Misconception: whoever holds an id holds a document.

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
    if job["status"] != "pending":
        return None
    await ctx.db.patch("jobs", job_id, {"status": "running", "owner": worker})
    return job_id


@internal_mutation
async def claim_next(ctx, worker):
    pending = ctx.db.query("jobs").with_index("by_status", lambda q: q.eq("status", "pending"))
    job = await pending.first()
    if job is None:
        return None
    await ctx.db.patch("jobs", job["_id"], {"status": "running", "owner": worker})
    return job["_id"]
