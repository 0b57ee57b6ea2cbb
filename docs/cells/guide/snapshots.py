# tools.py
from minivex import action, define_schema
from minivex import define_table, internal
from minivex import internal_mutation, internal_query
from minivex import v

schema = define_schema({
    "tools": define_table({"status": v.string()}),
})


@internal_query
async def statuses(ctx):
    tools = await ctx.db.query("tools").take(100)
    return [tool["status"] for tool in tools]


@internal_mutation
async def lend_one(ctx):
    tool = await ctx.db.query("tools").first()
    lent = {"status": "lent"}
    await ctx.db.patch("tools", tool["_id"], lent)


@action
async def two_queries(ctx):
    ask = internal.tools.statuses
    before = await ctx.run_query(ask, {})
    # Somebody else, just now:
    await ctx.run_mutation(internal.tools.lend_one, {})
    after = await ctx.run_query(ask, {})
    return before.count("free") + after.count("lent")


@action
async def one_query(ctx):
    ask = internal.tools.statuses
    tools = await ctx.run_query(ask, {})
    return tools.count("free") + tools.count("lent")


def main(lab):
    lab.store("tools", *[{"status": "free"}] * 5)
    print("two queries:", lab.run("two_queries"), "tools")
    print("one query:", lab.run("one_query"), "tools")
