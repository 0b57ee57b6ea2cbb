"""The job brings its time, and looks whether the reminder for that time has gone out."""

from minivex import (
    ConvexError,
    define_schema,
    define_table,
    internal,
    internal_mutation,
    mutation,
    v,
)

schema = define_schema(
    {
        "events": define_table(
            {
                "title": v.string(),
                "remind_ms": v.number(),
                "version": v.optional(v.number()),
                "job": v.optional(v.id("_scheduled_functions")),
            }
        ),
        "sent": define_table({"event": v.id("events"), "at_ms": v.number()}),
    }
)


@mutation(args={"title": v.string(), "remind_ms": v.number()}, returns=v.id("events"))
async def create(ctx, title, remind_ms):
    event_id = await ctx.db.insert("events", {"title": title, "remind_ms": remind_ms})
    await ctx.scheduler.run_at(
        remind_ms, internal.reminders.remind, {"event_id": event_id, "remind_ms": remind_ms}
    )
    return event_id


@mutation(args={"event_id": v.id("events"), "remind_ms": v.number()})
async def move(ctx, event_id, remind_ms):
    event = await ctx.db.get("events", event_id)
    if event is None:
        raise ConvexError({"code": "NO_EVENT"})
    await ctx.db.patch("events", event_id, {"remind_ms": remind_ms})
    await ctx.scheduler.run_at(
        remind_ms, internal.reminders.remind, {"event_id": event_id, "remind_ms": remind_ms}
    )


@mutation(args={"event_id": v.id("events")})
async def remove(ctx, event_id):
    if await ctx.db.get("events", event_id) is not None:
        await ctx.db.delete("events", event_id)


@internal_mutation(args={"event_id": v.id("events"), "remind_ms": v.number()})
async def remind(ctx, event_id, remind_ms):
    event = await ctx.db.get("events", event_id)
    if event is None or event["remind_ms"] != remind_ms:
        return
    sent = await ctx.db.query("sent").collect()
    if any(s["event"] == event_id and s["at_ms"] == remind_ms for s in sent):
        return
    await ctx.db.insert("sent", {"event": event_id, "at_ms": event["remind_ms"]})
