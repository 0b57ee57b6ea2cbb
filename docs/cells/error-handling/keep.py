# doors.py
from minivex import ConvexError, define_schema, define_table, mutation, v

args = {"door": v.id("doors"), "code": v.string()}
schema = define_schema({
    "doors": define_table({"code": v.string(), "wrong": v.number()}),
})


async def check(ctx, door, code):
    found = await ctx.db.get("doors", door)
    if found["wrong"] >= 3:
        return "LOCKED"
    if found["code"] == code:
        return "OPEN"
    wrong = found["wrong"] + 1
    await ctx.db.patch("doors", door, {"wrong": wrong})
    return "WRONG_CODE"


@mutation(args=args)
async def enter_or_throw(ctx, door, code):
    result = await check(ctx, door, code)
    if result != "OPEN":
        raise ConvexError(result)


@mutation(args=args)
async def enter(ctx, door, code):
    return await check(ctx, door, code)


def main(lab):
    door = {"code": "4711", "wrong": 0}
    front, back = lab.store("doors", door, door)
    for code in ["0000", "1111", "2222", "3333"]:
        lab.error("enter_or_throw", door=front, code=code)
        print(lab.run("enter", door=back, code=code))
    print(lab.table("doors"))
