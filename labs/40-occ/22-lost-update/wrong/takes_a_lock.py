"""Misconception: Two calls exclude each other through a row that says who is at work.

A call that ends while it holds the lock locks everybody out.

expect: outlives-a-crash
"""

from minivex import (
    ConvexError,
    action,
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
        ),
        "locks": define_table({"account_id": v.id("accounts")}).index(
            "by_account_id", ["account_id"]
        ),
    }
)


@internal_mutation
async def lock(ctx, account_id):
    locks = ctx.db.query("locks")
    held = await locks.with_index("by_account_id", lambda q: q.eq("account_id", account_id)).first()
    if held is not None:
        return None
    return await ctx.db.insert("locks", {"account_id": account_id})


@internal_query
async def read(ctx, account_id):
    return await ctx.db.get("accounts", account_id)


@internal_mutation
async def store_and_unlock(ctx, account_id, total, lock_id):
    if total is not None:
        await ctx.db.patch("accounts", account_id, {"credits": total})
    await ctx.db.delete("locks", lock_id)


@action
async def add(ctx, account_id, amount):
    lock_id = None
    for _ in range(10):
        lock_id = await ctx.run_mutation(internal.accounts.lock, {"account_id": account_id})
        if lock_id is not None:
            break
    if lock_id is None:
        raise ConvexError({"code": "LOCKED"})
    account = await ctx.run_query(internal.accounts.read, {"account_id": account_id})
    total = None if account is None else account["credits"] + amount
    await ctx.run_mutation(
        internal.accounts.store_and_unlock,
        {"account_id": account_id, "total": total, "lock_id": lock_id},
    )
    if total is None:
        raise ConvexError({"code": "NO_ACCOUNT"})
    return total
