"""Misconception: A build that has begun comes to its end.

After a crash the flag stays, and everybody waits.

expect: after-a-restart
"""

from minivex import define_schema, define_table, internal, internal_action, internal_mutation, v

DELAY_MS = 5_000

schema = define_schema(
    {
        "notes": define_table(
            {
                "text": v.string(),
                "version": v.optional(v.number()),
                "is_building": v.optional(v.boolean()),
            }
        ),
        "pages": define_table({"note_id": v.id("notes"), "text": v.string()}).index(
            "by_note", ["note_id"]
        ),
    }
)


@internal_mutation(args={"note_id": v.id("notes"), "text": v.string()}, returns=v.null())
async def edit(ctx, note_id, text):
    note = await ctx.db.get("notes", note_id)
    version = note.get("version", 0) + 1
    await ctx.db.patch("notes", note_id, {"text": text, "version": version})
    build = {"note_id": note_id, "version": version}
    await ctx.scheduler.run_after(DELAY_MS, internal.notes.build, build)


@internal_action(args={"note_id": v.id("notes"), "version": v.number()}, returns=v.null())
async def build(ctx, note_id, version):
    note = await ctx.run_mutation(internal.notes.begin, {"note_id": note_id, "version": version})
    if note is None:
        return
    await ctx.run_mutation(internal.notes.store, {"note_id": note_id, "text": note["text"]})


@internal_mutation(args={"note_id": v.id("notes"), "version": v.number()})
async def begin(ctx, note_id, version):
    note = await ctx.db.get("notes", note_id)
    if note["version"] != version:
        return None
    if note.get("is_building", False):
        build = {"note_id": note_id, "version": version}
        await ctx.scheduler.run_after(1_000, internal.notes.build, build)
        return None
    await ctx.db.patch("notes", note_id, {"is_building": True})
    return note


@internal_mutation(args={"note_id": v.id("notes"), "text": v.string()}, returns=v.null())
async def store(ctx, note_id, text):
    note = await ctx.db.get("notes", note_id)
    if note["text"] == text:
        await ctx.db.insert("pages", {"note_id": note_id, "text": text})
    await ctx.db.patch("notes", note_id, {"is_building": False})
