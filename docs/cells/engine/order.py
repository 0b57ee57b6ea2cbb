# shelf.py
from minivex import Int64, define_schema
from minivex import define_table, query, v

schema = define_schema({
    "shelf": define_table({
        "value": v.optional(v.any())
    }).index("by_value", ["value"]),
})


@query
async def in_order(ctx):
    shelf = ctx.db.query("shelf")
    rows = await shelf.with_index("by_value").collect()
    return [row.get("value", "(missing)") for row in rows]


def main(lab):
    values = "b", 2, True, None, "B", -1, "ba", [1], Int64(9)
    lab.store("shelf", {}, *({"value": one} for one in values))
    for value in lab.run("in_order"):
        print(repr(value))
