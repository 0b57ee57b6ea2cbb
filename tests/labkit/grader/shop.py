"""A small program with jobs and a bank, for the tests of crashes."""

from __future__ import annotations

from labkit.grader.checks import Context
from labkit.grader.failure import Program
from labkit.grader.sandbox import Output, Source, load
from labkit.harness.service import Service
from minivex import functions_of
from minivex.schema.tables import Schema

__all__ = ["SHOP", "shop"]

SHOP = """\
from minivex import (
    action, define_schema, define_table, internal, internal_action, internal_mutation, mutation, v,
)

schema = define_schema(
    {
        "orders": define_table({"item": v.string()}),
        "mails": define_table({"order": v.id("orders")}),
        "receipts": define_table({"receipt": v.string()}),
    }
)
seen = set()


@internal_mutation
async def store(ctx, item):
    return await ctx.db.insert("orders", {"item": item})


@internal_mutation
async def mail(ctx, order_id):
    await ctx.db.insert("mails", {"order": order_id})


@action
async def place_in_steps(ctx, item):
    order_id = await ctx.run_mutation(internal.shop.store, {"item": item})
    await ctx.scheduler.run_after(1000, internal.shop.mail, {"order_id": order_id})
    return order_id


@mutation
async def place(ctx, item):
    order_id = await ctx.db.insert("orders", {"item": item})
    await ctx.scheduler.run_after(1000, internal.shop.mail, {"order_id": order_id})
    return order_id


@mutation
async def remember(ctx, item):
    if item in seen:
        return
    seen.add(item)
    await ctx.db.insert("orders", {"item": item})


@mutation
async def pay_later(ctx, item):
    await ctx.scheduler.run_after(0, internal.shop.pay, {"item": item})


@internal_action
async def pay(ctx, item):
    receipt = await ctx.run_action(internal.bank.pay, {"key": item, "amount": 3})
    await ctx.run_mutation(internal.shop.note, {"receipt": receipt})


@internal_mutation
async def note(ctx, receipt):
    await ctx.db.insert("receipts", {"receipt": receipt})


@action
async def stubborn(ctx, item):
    try:
        await ctx.run_mutation(internal.shop.store, {"item": item})
        await ctx.run_mutation(internal.shop.store, {"item": item})
    finally:
        await ctx.run_mutation(internal.shop.store, {"item": item})


@mutation
async def for_ever(ctx):
    await ctx.scheduler.run_after(1, internal.shop.for_ever, {})


@internal_mutation
async def look_twice(ctx):
    await ctx.db.query("orders").collect()
    await ctx.db.insert("receipts", {"receipt": str(len(await ctx.db.query("orders").collect()))})
"""


def shop(bank: Service | None = None) -> Context:
    """The program on an empty world; ``bank`` is what it calls ``internal.bank``."""
    source = Source("shop.py", SHOP)
    namespace = load(source, "shop")
    schema = namespace["schema"]
    assert isinstance(schema, Schema)
    functions = {**functions_of(namespace, "shop"), **(bank.functions if bank else {})}
    return Context(Program("shop", schema, functions, source, 500), Output(), check="test")
