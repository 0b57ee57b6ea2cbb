"""Workers call an action; all that has to hold together happens in the one mutation it calls."""

from minivex import action, define_schema, define_table, internal, internal_mutation, v

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


async def take(ctx, job, worker):
    if job is None or job["status"] != "pending":
        return None
    await ctx.db.patch("jobs", job["_id"], {"status": "running", "owner": worker})
    return job["_id"]


@internal_mutation
async def take_by_id(ctx, job_id, worker):
    return await take(ctx, await ctx.db.get("jobs", job_id), worker)


@internal_mutation
async def take_first(ctx, worker):
    pending = ctx.db.query("jobs").with_index("by_status", lambda q: q.eq("status", "pending"))
    return await take(ctx, await pending.first(), worker)


@action
async def claim(ctx, job_id, worker):
    return await ctx.run_mutation(internal.jobs.take_by_id, {"job_id": job_id, "worker": worker})


@action
async def claim_next(ctx, worker):
    return await ctx.run_mutation(internal.jobs.take_first, {"worker": worker})
