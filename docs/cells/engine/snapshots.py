# tools.py
from minivex import define_schema, define_table
from minivex import mutation, v

schema = define_schema({
    "tools": define_table({"name": v.string()}),
})


@mutation(args={"name": v.string()})
async def add(ctx, name):
    tools = ctx.db.query("tools")
    before = len(await tools.collect())
    await ctx.db.insert("tools", {"name": name})
    tools = ctx.db.query("tools")
    return [before, len(await tools.collect())]


def main(lab):
    for call in lab.together(
        ("add", {"name": "saw"}),
        ("add", {"name": "drill"}),
    ):
        print(call)
