"""Two fields in one index: which comes first decides what lies side by side."""

from minivex import define_schema, define_table, mutation, query, v

schema = define_schema(
    {
        "orders": define_table({"shop": v.string(), "price": v.number()})
        .index("by_shop_and_price", ["shop", "price"])
        .index("by_price_and_shop", ["price", "shop"]),
    }
)


@query(args={"shop": v.string(), "least": v.number()})
async def dear(ctx, shop, least):
    # Try by_price_and_shop: q.gte("price", least). Its range cannot name a shop.
    return await (
        ctx.db.query("orders")
        .with_index("by_shop_and_price", lambda q: q.eq("shop", shop).gte("price", least))
        .collect()
    )


@mutation(args={"shop": v.string(), "price": v.number()})
async def place(ctx, shop, price):
    await ctx.db.insert("orders", {"shop": shop, "price": price})


# The scene: what is stored, the call that reads, and what another lane may insert.

rows = {
    "orders": [
        {"shop": "east", "price": 5},
        {"shop": "west", "price": 40},
        {"shop": "east", "price": 30},
        {"shop": "north", "price": 20},
        {"shop": "west", "price": 10},
        {"shop": "east", "price": 20},
        {"shop": "north", "price": 35},
        {"shop": "west", "price": 25},
    ],
}
call = ("dear", {"shop": "east", "least": 20})
others = {
    "inside": ("place", {"shop": "east", "price": 25}),
    "cheap": ("place", {"shop": "east", "price": 15}),
    "elsewhere": ("place", {"shop": "north", "price": 25}),
}
