"""Misconception: The newest edit is the one with the highest number.

expect: each-note-for-itself
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
        "notes": define_table({"text": v.string()}),
        "pages": define_table({"note_id": v.id("notes"), "text": v.string()}).index(
            "by_note", ["note_id"]
        ),
        "edits": define_table({"version": v.number()}),
    }
)


@internal_mutation(args={"note_id": v.id("notes"), "text": v.string()}, returns=v.null())
async def edit(ctx, note_id, text):
    last = await ctx.db.query("edits").order("desc").first()
    version = last["version"] + 1 if last else 1
    await ctx.db.insert("edits", {"version": version})
    await ctx.db.patch("notes", note_id, {"text": text})
    build = {"note_id": note_id, "version": version}
    await ctx.scheduler.run_after(DELAY_MS, internal.notes.build, build)


@internal_action(args={"note_id": v.id("notes"), "version": v.number()}, returns=v.null())
async def build(ctx, note_id, version):
    if await ctx.run_query(internal.notes.newest) != version:
        return
    note = await ctx.run_query(internal.notes.read, {"note_id": note_id})
    await ctx.run_mutation(internal.notes.store, {"note_id": note_id, "text": note["text"]})


@internal_query(args={}, returns=v.number())
async def newest(ctx):
    last = await ctx.db.query("edits").order("desc").first()
    return last["version"]


@internal_query(args={"note_id": v.id("notes")})
async def read(ctx, note_id):
    return await ctx.db.get("notes", note_id)


@internal_mutation(args={"note_id": v.id("notes"), "text": v.string()}, returns=v.null())
async def store(ctx, note_id, text):
    note = await ctx.db.get("notes", note_id)
    if note["text"] == text:
        await ctx.db.insert("pages", {"note_id": note_id, "text": text})
