# tools.py
from minivex import action, define_schema
from minivex import define_table, internal
from minivex import internal_mutation, internal_query
from minivex import v

schema = define_schema({
    "tools": define_table({
        "status": v.string()
    }).index("by_status", ["status"]),
})


async def count(ctx, status):
    rows = ctx.db.query("tools").with_index(
        "by_status", lambda q: q.eq("status", status)
    )
    return len(await rows.take(100))


@internal_query(args={"status": v.string()})
async def how_many(ctx, status):
    return await count(ctx, status)


@internal_query
async def both(ctx):
    return {
        "free": await count(ctx, "free"),
        "lent": await count(ctx, "lent"),
    }


@internal_mutation
async def lend_one(ctx):
    rows = ctx.db.query("tools").with_index(
        "by_status", lambda q: q.eq("status", "free")
    )
    tool = await rows.first()
    await ctx.db.patch(
        "tools", tool["_id"], {"status": "lent"}
    )


@action
async def report(ctx):
    free = await ctx.run_query(
        internal.tools.how_many, {"status": "free"}
    )
    # Somebody else, just now:
    await ctx.run_mutation(
        internal.tools.lend_one, {}
    )
    lent = await ctx.run_query(
        internal.tools.how_many, {"status": "lent"}
    )
    return {"two queries": free + lent}


@action
async def report_at_once(ctx):
    counts = await ctx.run_query(
        internal.tools.both, {}
    )
    return {
        "one query": counts["free"] + counts["lent"]
    }


def main(lab):
    lab.store(
        "tools",
        *[{"status": "free"} for _ in range(5)],
    )
    print(lab.run("report"))
    print(lab.run("report_at_once"))
