# tickets.py
from minivex import define_schema, define_table, mutation, v

schema = define_schema({
    "tickets": define_table({
        "number": v.number(),
        "at": v.number(),
    }),
})


@mutation
async def draw(ctx):
    taken = await ctx.db.query("tickets").collect()
    at = ctx.now()
    number = int(ctx.random() * 1_000_000)
    same_time = at == ctx.now()
    print(len(taken), "taken; drew", number, "; time stood still:", same_time)
    await ctx.db.insert("tickets", {"number": number, "at": at})
    return number


def main(lab):
    for met in lab.together(("draw", {}), ("draw", {})):
        print(met)
