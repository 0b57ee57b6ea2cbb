"""What a client sees of the queue.

Try: watch jobs:listed with status "done". Add a few jobs, one of them with the task "flaky". Step
the clock job by job, and look at the log and at the scheduled functions on the way.
"""

from minivex import internal, mutation, query, v

from schema import STATUS


@mutation(args={"task": v.string()}, returns=v.id("jobs"))
async def add(ctx, task):
    row = {"task": task, "status": "waiting", "attempts": 0, "changed_ms": ctx.now()}
    job_id = await ctx.db.insert("jobs", row)
    await ctx.scheduler.run_after(0, internal.worker.claim, {"job_id": job_id})
    return job_id


@query(args={"status": STATUS})
async def listed(ctx, status):
    rows = ctx.db.query("jobs").with_index("by_status", lambda q: q.eq("status", status))
    return [f"{row['task']} ({row['attempts']})" for row in await rows.order("desc").take(20)]
