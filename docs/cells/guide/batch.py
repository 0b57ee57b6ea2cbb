# tools.py
from minivex import action, define_schema
from minivex import define_table, internal
from minivex import internal_mutation, v

schema = define_schema({
    "tools": define_table({"name": v.string()})
})


@internal_mutation(args={"name": v.string()})
async def add_one(ctx, name):
    if name == "":
        raise ValueError("a tool has a name")
    await ctx.db.insert("tools", {"name": name})


@internal_mutation(
    args={"names": v.array(v.string())}
)
async def add_all(ctx, names):
    for name in names:
        if name == "":
            raise ValueError("a tool has a name")
        await ctx.db.insert("tools", {"name": name})


@action(args={"names": v.array(v.string())})
async def import_one_by_one(ctx, names):
    for name in names:
        await ctx.run_mutation(
            internal.tools.add_one, {"name": name}
        )


@action(args={"names": v.array(v.string())})
async def import_at_once(ctx, names):
    await ctx.run_mutation(
        internal.tools.add_all, {"names": names}
    )


def main(lab):
    names = ["drill", "saw", "", "ladder"]
    for how in (
        "import_at_once",
        "import_one_by_one",
    ):
        error = lab.error(
            how, names=names
        ).splitlines()[0]
        stored = [
            tool["name"]
            for tool in lab.documents("tools")
        ]
        print(f"{how}: {error}; stored:", stored)
