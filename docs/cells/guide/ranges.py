# loans.py
from minivex import define_schema, define_table
from minivex import query, v

schema = define_schema({
    "loans": define_table({
        "who": v.string(),
        "state": v.string(),
    }).index("by_who_and_state", ["who", "state"]),
})


def is_ada(q):
    return q.eq(q.field("who"), "ada")


def is_out(q):
    return q.eq(q.field("state"), "out")


@query
async def no_range(ctx):
    loans = ctx.db.query("loans").with_index("by_who_and_state")
    return await loans.filter(is_ada).filter(is_out).collect()


@query
async def small_range_then_filter(ctx):
    mine = ctx.db.query("loans").with_index(
        "by_who_and_state", lambda q: q.eq("who", "ada")
    )
    return await mine.filter(is_out).collect()


@query
async def exact_range(ctx):
    mine = ctx.db.query("loans").with_index(
        "by_who_and_state",
        lambda q: q.eq("who", "ada").eq("state", "out"),
    )
    return await mine.collect()


def main(lab):
    for n in range(1000):
        who = "ada" if n % 20 == 0 else "somebody else"
        state = "out" if n < 500 else "returned"
        lab.store("loans", {"who": who, "state": state})
    for name in (
        "no_range", "small_range_then_filter", "exact_range"
    ):
        read = lab.reads(name)
        print(f"{name}: {len(read.value)} rows for", end=" ")
        print(read.documents, "documents read")
