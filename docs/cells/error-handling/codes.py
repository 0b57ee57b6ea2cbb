# orders.py
from minivex import ConvexError, define_schema, define_table, mutation, v

schema = define_schema({
    "products": define_table({"name": v.string(), "stock": v.number()}),
    "orders": define_table({"product": v.id("products"), "count": v.number()}),
})


@mutation(args={"product": v.id("products"), "count": v.number()})
async def place(ctx, product, count):
    await ctx.db.insert("orders", {"product": product, "count": count})
    left = (await ctx.db.get("products", product))["stock"]
    if left < count:
        raise ConvexError({"code": "OUT_OF_STOCK", "left": left})


@mutation
async def buggy(ctx):
    raise ValueError("the price list is empty")


def main(lab):
    (tea,) = lab.store("products", {"name": "tea", "stock": 3})
    print("in development:", lab.error("buggy"))
    lab.production()
    print("in production: ", lab.error("buggy"))
    try:
        lab.run("place", product=tea, count=5)
    except ConvexError as error:
        print("a ConvexError: ", error.data)
    print(lab.table("orders"))
