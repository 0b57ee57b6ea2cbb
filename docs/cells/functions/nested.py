# rows.py
from minivex import define_schema, define_table, internal, internal_mutation, mutation, v

schema = define_schema({
    "rows": define_table({"name": v.string()}),
    "details": define_table({"row": v.id("rows"), "price": v.number()}),
})


async def write(ctx, name, price):
    row = await ctx.db.insert("rows", {"name": name})
    if price < 0:
        raise ValueError(f"{name} has a negative price")
    await ctx.db.insert("details", {"row": row, "price": price})


@internal_mutation(args={"name": v.string(), "price": v.number()})
async def write_one(ctx, name, price):
    await write(ctx, name, price)


@mutation(args={"nested": v.boolean()})
async def import_rows(ctx, nested):
    for name, price in [("tea", 3), ("cake", -1)]:
        try:
            if nested:
                args = {"name": name, "price": price}
                await ctx.run_mutation(internal.rows.write_one, args)
            else:
                await write(ctx, name, price)
        except Exception:
            print(name, "was left out")


def main(lab):
    lab.run("import_rows", nested=False)
    print("with a helper:", [row["name"] for row in lab.documents("rows")])
    lab.run("import_rows", nested=True)
    print("nested adds:  ", [row["name"] for row in lab.documents("rows")][2:])
