# offers.py
from minivex import define_schema, define_table
from minivex import mutation, query, v

schema = define_schema({
    "offers": define_table({
        "name": v.string(),
        "ends": v.number(),
    }),
})


@query
async def open_now(ctx):
    rows = await ctx.db.query("offers").collect()
    now = ctx.now()
    still = [row for row in rows if row["ends"] > now]
    return [row["name"] for row in still]


args = {"name": v.string(), "minutes": v.number()}


@mutation(args=args)
async def add(ctx, name, minutes):
    ends = ctx.now() + minutes * 60_000
    offer = {"name": name, "ends": ends}
    await ctx.db.insert("offers", offer)


def main(lab):
    lab.run("add", name="tea", minutes=1)
    page = lab.watch("open_now")
    lab.advance(2 * 60_000)
    print("two minutes later:", page.value)
    lab.run("add", name="cake", minutes=1)
    print("after a write:", page.value)
    print("runs:", page.runs)
