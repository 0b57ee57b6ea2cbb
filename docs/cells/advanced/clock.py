# sales.py
from minivex import define_schema, define_table, internal
from minivex import internal_mutation, mutation, query, v

schema = define_schema({
    "sales": define_table({"ends": v.number(), "over": v.boolean()}),
})


@mutation(args={"ms": v.number()})
async def start(ctx, ms):
    row = {"ends": ctx.now() + ms, "over": False}
    sale = await ctx.db.insert("sales", row)
    late = ms + 30_000  # to see what happens until then
    await ctx.scheduler.run_after(late, internal.sales.end, {"id": sale})


@internal_mutation(args={"id": v.id("sales")})
async def end(ctx, id):
    await ctx.db.patch("sales", id, {"over": True})


@query
async def is_open(ctx):
    sale = await ctx.db.query("sales").first()
    return not sale["over"] and ctx.now() < sale["ends"]


def main(lab):
    lab.run("start", ms=60_000)
    page = lab.watch("is_open")
    lab.advance(60_000)
    print("it ended; the page:", page.value, "runs:", page.runs)
    print("somebody asks anew:", lab.run("is_open"))
    lab.advance(30_000)
    print("the flag; the page:", page.value, "runs:", page.runs)
