# accounts.py
from minivex import define_schema, define_table, mutation, v

schema = define_schema({
    "accounts": define_table({
        "email": v.string(),
        "name": v.string(),
    }).index("by_email", ["email"]),
})


@mutation(args={"email": v.string(), "name": v.string()})
async def sign_up(ctx, email, name):
    same = ctx.db.query("accounts").with_index(
        "by_email", lambda q: q.eq("email", email)
    )
    if await same.first() is not None:
        return "taken"
    row = {"email": email, "name": name}
    await ctx.db.insert("accounts", row)
    return "created"


def main(lab):
    for call in lab.together(
        ("sign_up", {"email": "a@x.org", "name": "ada"}),
        ("sign_up", {"email": "a@x.org", "name": "alan"}),
        ("sign_up", {"email": "b@x.org", "name": "bob"}),
    ):
        print(call)
    print(lab.table("accounts"))
