"""Claim the oldest open job, written twice: the first one, and all of them."""

from minivex import define_schema, define_table, mutation, v

schema = define_schema(
    {
        "jobs": define_table({"status": v.string()}).index("by_status", ["status"]),
    }
)


@mutation(args={})
async def claim_first(ctx):
    job = await (
        ctx.db.query("jobs").with_index("by_status", lambda q: q.eq("status", "open")).first()
    )
    if job is None:
        return None
    await ctx.db.patch("jobs", job["_id"], {"status": "taken"})
    return job["_id"]


@mutation(args={})
async def claim_of_all(ctx):
    jobs = await (
        ctx.db.query("jobs").with_index("by_status", lambda q: q.eq("status", "open")).collect()
    )
    if not jobs:
        return None
    await ctx.db.patch("jobs", jobs[0]["_id"], {"status": "taken"})
    return jobs[0]["_id"]


# The scene: how many rows there are, and the two ways to write the same.


def rows(count):
    return {"jobs": [{"status": "open" if n % 2 else "taken"} for n in range(count)]}


calls = {"a": ("claim_first", {}), "b": ("claim_of_all", {})}
