# notes.py
from minivex import define_schema, define_table
from minivex import mutation, query, v

schema = define_schema({
    "notes": define_table({
        "user": v.string(),
        "token": v.string(),
    }),
})


async def who(ctx):
    identity = await ctx.auth.get_user_identity()
    # What getAuthUserId does: the part before the bar.
    user = identity["subject"].split("|")[0]
    return {"user": user, "token": identity["tokenIdentifier"]}


@mutation
async def add(ctx):
    await ctx.db.insert("notes", await who(ctx))


@query
async def mine(ctx):
    me = await who(ctx)
    notes = await ctx.db.query("notes").take(100)
    return {
        key: len([n for n in notes if n[key] == me[key]])
        for key in ("user", "token")
    }


def main(lab):
    # The subject is USER|SESSION.
    lab.run("add", as_="ada|monday")
    lab.run("add", as_="ada|monday")
    print("monday: ", lab.run("mine", as_="ada|monday"))
    # She signs in again: another session.
    print("tuesday:", lab.run("mine", as_="ada|tuesday"))
