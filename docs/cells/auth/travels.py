# jobs.py
from minivex import define_schema, define_table, v
from minivex import internal, internal_mutation, mutation, query

schema = define_schema({
    "calls": define_table({
        "how": v.string(),
        "who": v.nullable(v.string()),
    }),
})


@query
async def me(ctx):
    identity = await ctx.auth.get_user_identity()
    return identity and identity["tokenIdentifier"]


@internal_mutation(args={"how": v.string()})
async def note(ctx, how):
    identity = await ctx.auth.get_user_identity()
    who = identity and identity["subject"]
    await ctx.db.insert("calls", {"how": how, "who": who})


@mutation
async def start(ctx):
    note = internal.jobs.note
    await ctx.run_mutation(note, {"how": "nested"})
    await ctx.scheduler.run_after(0, note, {"how": "scheduled"})


def main(lab):
    print(lab.run("me", as_="ada"))
    print(lab.run("me"))
    lab.run("start", as_="ada")
    lab.advance(1)
    print(lab.table("calls"))
