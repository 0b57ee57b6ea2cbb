"""Each edit cancels the job of the edit before and schedules a new one: work is done once it is quiet."""

from minivex import define_schema, define_table, internal, internal_mutation, mutation, v

QUIET_MS = 5_000

schema = define_schema(
    {
        "notes": define_table(
            {
                "text": v.string(),
                "edited_at": v.number(),
                "job": v.optional(v.id("_scheduled_functions")),
            }
        ),
        "pages": define_table({"text": v.string(), "quiet_ms": v.number()}),
    }
)


@mutation(args={"note_id": v.id("notes"), "text": v.string()})
async def edit(ctx, note_id, text):
    note = await ctx.db.get("notes", note_id)
    if "job" in note:
        await ctx.scheduler.cancel(note["job"])
    job = await ctx.scheduler.run_after(QUIET_MS, internal.notes.build, {"note_id": note_id})
    await ctx.db.patch("notes", note_id, {"text": text, "edited_at": ctx.now(), "job": job})


@internal_mutation(args={"note_id": v.id("notes")})
async def build(ctx, note_id):
    note = await ctx.db.get("notes", note_id)
    page = {"text": note["text"], "quiet_ms": ctx.now() - note["edited_at"]}
    await ctx.db.insert("pages", page)


# The scene: three edits with setting["gap"] seconds between them, and one much later.

start, end = "2026-03-02 09:00:00", "2026-03-02 09:01:00"

rows = {"notes": [{"text": "", "edited_at": 0}]}


def calls(setting):
    gap = setting["gap"]
    note = {"note_id": "notes#1"}
    return [
        (1, "edit", {**note, "text": "a"}),
        (1 + gap, "edit", {**note, "text": "ab"}),
        (1 + 2 * gap, "edit", {**note, "text": "abc"}),
        (40, "edit", {**note, "text": "abcd"}),
    ]


def invariant(tables, done):
    """Every page is built from a text that had stood for five seconds, and the last text has its page."""
    pages = tables["pages"]
    (note,) = tables["notes"]
    is_last = bool(pages) and pages[-1]["text"] == note["text"]
    return is_last and all(page["quiet_ms"] >= 5_000 for page in pages)
