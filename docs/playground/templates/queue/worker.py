"""What runs a job: a mutation claims it, an action does it, a mutation writes down how it went.

The claim and the action are apart because an action runs at most once: if it dies, nothing tells.
The sweep finds such jobs by their age.
"""

from minivex import internal, internal_action, internal_mutation, v

ATTEMPTS = 3
STUCK_MS = 10 * 60_000
job = {"job_id": v.id("jobs")}


@internal_mutation(args=job)
async def claim(ctx, job_id):
    row = await ctx.db.get("jobs", job_id)
    if row is None or row["status"] != "waiting":
        return  # somebody else has it
    attempts = row["attempts"] + 1
    change = {"status": "running", "attempts": attempts, "changed_ms": ctx.now()}
    await ctx.db.patch("jobs", job_id, change)
    work = {"job_id": job_id, "task": row["task"], "attempt": attempts}
    await ctx.scheduler.run_after(0, internal.worker.perform, work)


@internal_action(args={**job, "task": v.string(), "attempt": v.number()})
async def perform(ctx, job_id, task, attempt):
    print("working on", task)
    ok = not (task == "flaky" and attempt < ATTEMPTS)  # a service that answers at the third try
    await ctx.run_mutation(internal.worker.finish, {"job_id": job_id, "ok": ok})


@internal_mutation(args={**job, "ok": v.boolean()})
async def finish(ctx, job_id, ok):
    row = await ctx.db.get("jobs", job_id)
    if row is None or row["status"] != "running":
        return
    if ok or row["attempts"] >= ATTEMPTS:
        status = "done" if ok else "failed"
        await ctx.db.patch("jobs", job_id, {"status": status, "changed_ms": ctx.now()})
        return
    delay_ms = 1_000 * 2 ** row["attempts"]
    change = {"status": "waiting", "changed_ms": ctx.now(), "note": f"again in {delay_ms} ms"}
    await ctx.db.patch("jobs", job_id, change)
    await ctx.scheduler.run_after(delay_ms, internal.worker.claim, {"job_id": job_id})


@internal_mutation(args={})
async def sweep(ctx):
    before = ctx.now() - STUCK_MS
    stuck = ctx.db.query("jobs").with_index(
        "by_status", lambda q: q.eq("status", "running").lt("changed_ms", before)
    )
    for row in await stuck.take(100):
        await ctx.db.patch("jobs", row["_id"], {"status": "waiting", "changed_ms": ctx.now()})
        await ctx.scheduler.run_after(0, internal.worker.claim, {"job_id": row["_id"]})
