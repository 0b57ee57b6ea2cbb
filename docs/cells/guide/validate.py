# loans.py
from minivex import define_schema, define_table
from minivex import mutation, v

schema = define_schema({
    "tools": define_table({
        "name": v.string(),
        "days": v.number(),
    })
})


@mutation
async def lend_unchecked(ctx, tool, days):
    await ctx.db.patch("tools", tool, {"days": days})


@mutation(
    args={"tool": v.id("tools"), "days": v.number()}
)
async def lend(ctx, tool, days):
    # What a validator cannot say; NaN is refused too.
    if not 1 <= days <= 14:
        raise ValueError("between 1 and 14 days")
    await ctx.db.patch("tools", tool, {"days": days})


def main(lab):
    [drill] = lab.store(
        "tools", {"name": "drill", "days": 0}
    )
    lab.run("lend_unchecked", tool=drill, days=-300)
    print(lab.table("tools"))
    for days in ("3", -300, float("nan")):
        error = lab.error("lend", tool=drill, days=days)
        print(repr(days), "-", error.splitlines()[0])
    error = lab.error(
        "lend", tool=drill, days=3, name="mine"
    )
    print("extra -", error.splitlines()[0])
