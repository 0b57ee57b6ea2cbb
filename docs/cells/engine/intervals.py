# tools.py
from minivex import define_schema, define_table, query, v

schema = define_schema({
    "tools": define_table({
        "shed": v.string(), "name": v.string()
    }).index("by_shed", ["shed", "name"]),
})


def of_shed(ctx, shed):
    return ctx.db.query("tools").with_index(
        "by_shed", lambda q: q.eq("shed", shed)
    )


@query(args={"shed": v.string()})
async def everything(ctx, shed):
    return len(await of_shed(ctx, shed).collect())


@query(args={"shed": v.string()})
async def first_two(ctx, shed):
    return len(await of_shed(ctx, shed).take(2))


def main(lab):
    lab.store("tools", *(
        {"shed": "elm", "name": name}
        for name in ("axe", "drill", "saw", "spade")
    ))
    for name, shed in [
        ("everything", "elm"),
        ("everything", "nowhere"),
        ("first_two", "elm"),
    ]:
        print(name, lab.reads(name, shed=shed))
