"""Misconception: If a build is planned, the edit is seen to.

It counts five seconds from the first edit.

expect: once-after-the-last
"""

from minivex import define_schema, define_table, internal, internal_action, internal_mutation, v

DELAY_MS = 5_000

schema = define_schema(
    {
        "notes": define_table({"text": v.string(), "is_planned": v.optional(v.boolean())}),
        "pages": define_table({"note_id": v.id("notes"), "text": v.string()}).index(
            "by_note", ["note_id"]
        ),
    }
)


@internal_mutation(args={"note_id": v.id("notes"), "text": v.string()}, returns=v.null())
async def edit(ctx, note_id, text):
    note = await ctx.db.get("notes", note_id)
    if not note.get("is_planned", False):
        await ctx.scheduler.run_after(DELAY_MS, internal.notes.build, {"note_id": note_id})
    await ctx.db.patch("notes", note_id, {"text": text, "is_planned": True})


@internal_action(args={"note_id": v.id("notes")}, returns=v.null())
async def build(ctx, note_id):
    note = await ctx.run_mutation(internal.notes.begin, {"note_id": note_id})
    page = {"note_id": note_id, "text": note["text"]}
    await ctx.run_mutation(internal.notes.store, page)


@internal_mutation(args={"note_id": v.id("notes")})
async def begin(ctx, note_id):
    await ctx.db.patch("notes", note_id, {"is_planned": False})
    return await ctx.db.get("notes", note_id)


@internal_mutation(args={"note_id": v.id("notes"), "text": v.string()}, returns=v.null())
async def store(ctx, note_id, text):
    note = await ctx.db.get("notes", note_id)
    if note["text"] == text:
        await ctx.db.insert("pages", {"note_id": note_id, "text": text})
