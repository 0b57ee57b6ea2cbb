# tools.py
from minivex import mutation, query


@mutation
async def add(ctx):
    return await ctx.db.insert("tools", {"name": "drill", "shed": "elm street"})


@query
async def every(ctx):
    return await ctx.db.query("tools").take(50)


def main(lab):
    page = lab.watch("every")
    print("at first:", page.value)
    lab.run("add")
    print(lab.table("tools"))
    print("fields:", sorted(page.value[0]))
