# offers.py
from minivex import define_schema, define_table, mutation
from minivex import query, v

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
    return [row["name"] for row in rows if row["ends"] > now]


@mutation(args={"name": v.string(), "minutes": v.number()})
async def add(ctx, name, minutes):
    ends = ctx.now() + minutes * 60_000
    await ctx.db.insert("offers", {"name": name, "ends": ends})


def main(lab):
    lab.run("add", name="tea", minutes=1)
    page = lab.watch("open_now")
    lab.advance(2 * 60_000)
    print("two minutes later:", page.value, "runs:", page.runs)
    lab.run("add", name="cake", minutes=1)
    print("after a write:", page.value, "runs:", page.runs)
