# invoices.py
from minivex import ConvexError, define_schema
from minivex import define_table, query, v

schema = define_schema({
    "invoices": define_table({
        "org": v.string(),
        "text": v.string(),
    }).index("by_org", ["org"]),
})


async def require_org(ctx):
    identity = await ctx.auth.get_user_identity()
    if identity is None or "org_id" not in identity:
        raise ConvexError({"code": "NO_ORGANISATION"})
    return identity["org_id"]


async def texts(ctx, org):
    rows = ctx.db.query("invoices").with_index(
        "by_org", lambda q: q.eq("org", org)
    )
    return [row["text"] for row in await rows.take(50)]


@query(args={"org": v.string()})
async def of_argument(ctx, org):
    await require_org(ctx)  # a member, but of what?
    return await texts(ctx, org)


@query
async def of_token(ctx):
    return await texts(ctx, await require_org(ctx))


def main(lab):
    lab.store("invoices", {"org": "red", "text": "paint"},
              {"org": "blue", "text": "secret plans"})
    red = {"subject": "user_1", "org_id": "red"}
    asked = {"org": "blue"}
    print(lab.world.run("invoices:of_argument", asked, identity=red))
    print(lab.world.run("invoices:of_token", {}, identity=red))
