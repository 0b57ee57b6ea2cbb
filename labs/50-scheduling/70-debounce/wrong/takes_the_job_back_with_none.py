"""Misconception: None in a patch takes a field away.

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
        "notes": define_table(
            {"text": v.string(), "job": v.optional(v.id("_scheduled_functions"))}
        ),
        "pages": define_table({"note_id": v.id("notes"), "text": v.string()}).index(
            "by_note", ["note_id"]
        ),
    }
)


@internal_mutation(args={"note_id": v.id("notes"), "text": v.string()}, returns=v.null())
async def edit(ctx, note_id, text):
    note = await ctx.db.get(note_id)
    if "job" in note:
        await ctx.scheduler.cancel(note["job"])
        await ctx.db.patch(note_id, {"job": None})
    job = await ctx.scheduler.run_after(DELAY_MS, internal.notes.build, {"note_id": note_id})
    await ctx.db.patch("notes", note_id, {"text": text, "job": job})


@internal_action(args={"note_id": v.id("notes")}, returns=v.null())
async def build(ctx, note_id):
    note = await ctx.run_query(internal.notes.read, {"note_id": note_id})
    page = {"note_id": note_id, "text": note["text"]}
    await ctx.run_mutation(internal.notes.store, page)


@internal_query(args={"note_id": v.id("notes")})
async def read(ctx, note_id):
    return await ctx.db.get("notes", note_id)


@internal_mutation(args={"note_id": v.id("notes"), "text": v.string()}, returns=v.null())
async def store(ctx, note_id, text):
    await ctx.db.insert("pages", {"note_id": note_id, "text": text})
