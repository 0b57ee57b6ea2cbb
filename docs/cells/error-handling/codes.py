# orders.py
from minivex import ConvexError, mutation, v
from minivex import define_schema, define_table

schema = define_schema({
    "products": define_table({"stock": v.number()}),
    "orders": define_table({"count": v.number()}),
})


@mutation(args={"count": v.number()})
async def place(ctx, count):
    await ctx.db.insert("orders", {"count": count})
    tea = await ctx.db.query("products").first()
    left = tea["stock"]
    if left < count:
        data = {"code": "OUT_OF_STOCK", "left": left}
        raise ConvexError(data)


@mutation
async def buggy(ctx):
    raise ValueError("the price list is empty")


def main(lab):
    lab.store("products", {"stock": 3})
    print("in development:", lab.error("buggy"))
    lab.production()
    print("in production: ", lab.error("buggy"))
    try:
        lab.run("place", count=5)
    except ConvexError as error:
        print("a ConvexError: ", error.data)
    print(lab.table("orders"))
