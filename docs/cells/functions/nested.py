# rows.py
from minivex import define_schema, define_table
from minivex import internal, internal_mutation
from minivex import mutation, v

named = {"name": v.string(), "price": v.number()}
schema = define_schema({
    "rows": define_table({"name": v.string()}),
    "details": define_table({"price": v.number()}),
})


async def write(ctx, name, price):
    await ctx.db.insert("rows", {"name": name})
    if price < 0:
        raise ValueError(f"{name} has a negative price")
    await ctx.db.insert("details", {"price": price})


@internal_mutation(args=named)
async def write_one(ctx, name, price):
    await write(ctx, name, price)


@mutation(args={"nested": v.boolean()})
async def import_rows(ctx, nested):
    for name, price in [("tea", 3), ("cake", -1)]:
        try:
            if nested:
                row = {"name": name, "price": price}
                one = internal.rows.write_one
                await ctx.run_mutation(one, row)
            else:
                await write(ctx, name, price)
        except Exception:
            print(name, "was left out")


def main(lab):
    lab.run("import_rows", nested=False)
    names = [row["name"] for row in lab.documents("rows")]
    print("with a helper:", names)
    lab.run("import_rows", nested=True)
    rows = lab.documents("rows")[len(names):]
    print("nested adds:  ", [row["name"] for row in rows])
