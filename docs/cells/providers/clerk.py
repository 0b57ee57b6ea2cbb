# users.py
import json

from minivex import Response, define_schema, define_table
from minivex import http_action, http_router
from minivex import internal, internal_mutation, v

user = {"clerk_id": v.string(), "name": v.string(),
        "changed_at": v.number()}
schema = define_schema({
    "users": define_table(user)
    .index("by_clerk_id", ["clerk_id"]),
})


@internal_mutation(args={"user": v.object(user)})
async def changed(ctx, user):
    known = await ctx.db.query("users").with_index(
        "by_clerk_id",
        lambda q: q.eq("clerk_id", user["clerk_id"]),
    ).unique()
    if known is None:
        await ctx.db.insert("users", user)
    elif known["changed_at"] < user["changed_at"]:
        await ctx.db.patch("users", known["_id"], user)


@http_action
async def receive(ctx, request):
    # Here the signature is verified: see below.
    news = {"user": json.loads(await request.text())}
    await ctx.run_mutation(internal.users.changed, news)
    return Response(status=204)


http = http_router()
http.route(path="/clerk", method="POST", handler=receive)


def main(lab):
    for name, changed_at in [
        ("Ada", 1), ("Ada King", 3), ("Ada B.", 2), ("Ada", 1)
    ]:
        news = {"clerk_id": "user_1", "name": name,
                "changed_at": changed_at}
        lab.fetch("/clerk", method="POST", body=json.dumps(news))
        print(name, "→", lab.documents("users")[0]["name"])
