"""A query called by a mutation reads in its transaction; a replacement keeps what it has read."""

from minivex import (
    ConvexError,
    define_schema,
    define_table,
    internal,
    internal_mutation,
    internal_query,
    v,
)

schema = define_schema(
    {
        "accounts": define_table(
            {"owner": v.string(), "credits": v.number(), "note": v.optional(v.string())}
        )
    }
)


@internal_query
async def read(ctx, account_id):
    return await ctx.db.get("accounts", account_id)


@internal_mutation
async def add(ctx, account_id, amount):
    account = await ctx.run_query(internal.accounts.read, {"account_id": account_id})
    if account is None:
        raise ConvexError({"code": "NO_ACCOUNT"})
    fields = {name: value for name, value in account.items() if not name.startswith("_")}
    fields["credits"] += amount
    await ctx.db.replace("accounts", account_id, fields)
    return fields["credits"]
