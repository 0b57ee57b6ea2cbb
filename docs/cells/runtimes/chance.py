# tickets.py
from minivex import define_schema, define_table
from minivex import mutation, v

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
    still = at == ctx.now()
    print(len(taken), "taken, drew", number)
    print("  time stood still:", still)
    ticket = {"number": number, "at": at}
    await ctx.db.insert("tickets", ticket)
    return number


def main(lab):
    call = ("draw", {})
    for met in lab.together(call, call):
        print(met)
