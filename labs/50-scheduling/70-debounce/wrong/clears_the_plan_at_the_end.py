"""Misconception: A build is planned until its page is there.

An edit that comes before the end finds the plan, and nobody plans for it.

expect: edit-during-a-build
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
            {
                "text": v.string(),
                "edited_ms": v.optional(v.number()),
                "is_planned": v.optional(v.boolean()),
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
    if not note.get("is_planned", False):
        await ctx.scheduler.run_after(DELAY_MS, internal.notes.wake, {"note_id": note_id})
    change = {"text": text, "edited_ms": ctx.now(), "is_planned": True}
    await ctx.db.patch("notes", note_id, change)


@internal_mutation(args={"note_id": v.id("notes")}, returns=v.null())
async def wake(ctx, note_id):
    note = await ctx.db.get("notes", note_id)
    wait_ms = note["edited_ms"] + DELAY_MS - ctx.now()
    if wait_ms > 0:
        await ctx.scheduler.run_after(wait_ms, internal.notes.wake, {"note_id": note_id})
        return
    await ctx.scheduler.run_after(0, internal.notes.build, {"note_id": note_id})


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
    await ctx.db.patch("notes", note_id, {"is_planned": False})
