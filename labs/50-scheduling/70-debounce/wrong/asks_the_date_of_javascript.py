"""Misconception: Date is everywhere.

expect: once-after-the-last
"""

from minivex import (
    define_schema,
    define_table,
    internal,
    internal_action,
    internal_mutation,
    internal_query,
    v,
)

DELAY_MS = 5_000

schema = define_schema(
    {
        "notes": define_table({"text": v.string(), "edited": v.optional(v.number())}),
        "pages": define_table({"note_id": v.id("notes"), "text": v.string()}).index(
            "by_note", ["note_id"]
        ),
    }
)


@internal_mutation(args={"note_id": v.id("notes"), "text": v.string()}, returns=v.null())
async def edit(ctx, note_id, text):
    await ctx.db.patch("notes", note_id, {"text": text, "edited": ctx.now()})
    await ctx.scheduler.run_after(DELAY_MS, internal.notes.build, {"note_id": note_id})


@internal_action(args={"note_id": v.id("notes")}, returns=v.null())
async def build(ctx, note_id):
    note = await ctx.run_query(internal.notes.read, {"note_id": note_id})
    if Date.now() - note["edited"] < DELAY_MS:  # noqa: F821 - the misconception
        return
    page = {"note_id": note_id, "text": note["text"]}
    await ctx.run_mutation(internal.notes.store, page)


@internal_query(args={"note_id": v.id("notes")})
async def read(ctx, note_id):
    return await ctx.db.get("notes", note_id)


@internal_mutation(args={"note_id": v.id("notes"), "text": v.string()}, returns=v.null())
async def store(ctx, note_id, text):
    await ctx.db.insert("pages", {"note_id": note_id, "text": text})
