# tools.py
from minivex import action, define_schema
from minivex import define_table, internal
from minivex import internal_mutation, v

schema = define_schema({
    "tools": define_table({"name": v.string()})
})


@internal_mutation(args={"names": v.array(v.string())})
async def add(ctx, names):
    for name in names:
        if name == "":
            raise ValueError("a tool has a name")
        await ctx.db.insert("tools", {"name": name})


@action(args={"names": v.array(v.string())})
async def import_one_by_one(ctx, names):
    add = internal.tools.add
    for name in names:
        await ctx.run_mutation(add, {"names": [name]})


@action(args={"names": v.array(v.string())})
async def import_at_once(ctx, names):
    add = internal.tools.add
    await ctx.run_mutation(add, {"names": names})


def main(lab):
    names = ["drill", "saw", "", "ladder"]
    for how in ("import_at_once", "import_one_by_one"):
        error = lab.error(how, names=names)
        print(f"{how}: {error.splitlines()[0]}")
        print(lab.table("tools"))
