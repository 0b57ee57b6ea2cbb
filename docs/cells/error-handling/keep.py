# doors.py
from minivex import ConvexError, define_schema, define_table, mutation, v

schema = define_schema({
    "doors": define_table({"code": v.string(), "wrong": v.number()}),
})


async def check(ctx, door, code):
    found = await ctx.db.get("doors", door)
    if found["wrong"] >= 3:
        return "LOCKED"
    if found["code"] == code:
        return "OPEN"
    await ctx.db.patch("doors", door, {"wrong": found["wrong"] + 1})
    return "WRONG_CODE"


@mutation(args={"door": v.id("doors"), "code": v.string()})
async def enter_or_throw(ctx, door, code):
    result = await check(ctx, door, code)
    if result != "OPEN":
        raise ConvexError(result)


@mutation(args={"door": v.id("doors"), "code": v.string()})
async def enter(ctx, door, code):
    return await check(ctx, door, code)


def main(lab):
    front, back = lab.store("doors", *[{"code": "4711", "wrong": 0}] * 2)
    for guess in ["0000", "1111", "2222", "3333"]:
        thrown = lab.error("enter_or_throw", door=front, code=guess)
        returned = lab.run("enter", door=back, code=guess)
        print(guess, "front:", thrown, "back:", returned)
    print(lab.table("doors"))
