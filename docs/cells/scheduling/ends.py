# jobs.py
from minivex import (
    action, define_schema, define_table,
    internal, internal_action, internal_mutation, v,
)

schema = define_schema({
    "done": define_table({"what": v.string()}),
})


@internal_mutation(args={"what": v.string()})
async def work(ctx, what):
    await ctx.db.insert("done", {"what": what})
    if what == "impossible":
        raise ValueError("the card was refused")


@internal_action
async def long_call(ctx):
    await ctx.run_mutation(internal.jobs.work, {"what": "first half"})
    raise TimeoutError("no answer from the bank")


@action
async def schedule_all(ctx):
    # From an action: each is there at once.
    after, jobs = ctx.scheduler.run_after, internal.jobs
    await after(0, jobs.work, {"what": "possible"})
    await after(0, jobs.work, {"what": "impossible"})
    await after(0, jobs.long_call, {})
    job = await after(1000, jobs.work, {"what": "unwanted"})
    await ctx.scheduler.cancel(job)


def main(lab):
    lab.run("schedule_all")
    lab.advance(86_400_000)
    for job in lab.documents("_scheduled_functions"):
        state = job["state"]
        what = job["args"][0].get("what", "long call")
        print(what, "-", state["kind"], state.get("error", ""))
    print("stored:", [row["what"] for row in lab.documents("done")])
