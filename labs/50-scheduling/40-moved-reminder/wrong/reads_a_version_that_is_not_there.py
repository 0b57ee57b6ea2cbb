"""Misconception: A field that was never set reads as undefined.

expect: one-reminder
"""

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
        remind_ms, internal.reminders.remind, {"event_id": event_id, "version": 0}
    )
    return event_id


@mutation(args={"event_id": v.id("events"), "remind_ms": v.number()})
async def move(ctx, event_id, remind_ms):
    event = await ctx.db.get("events", event_id)
    if event is None:
        raise ConvexError({"code": "NO_EVENT"})
    version = event["version"] + 1
    await ctx.db.patch("events", event_id, {"remind_ms": remind_ms, "version": version})
    await ctx.scheduler.run_at(
        remind_ms, internal.reminders.remind, {"event_id": event_id, "version": version}
    )


@mutation(args={"event_id": v.id("events")})
async def remove(ctx, event_id):
    if await ctx.db.get("events", event_id) is not None:
        await ctx.db.delete("events", event_id)


@internal_mutation(args={"event_id": v.id("events"), "version": v.number()})
async def remind(ctx, event_id, version):
    event = await ctx.db.get("events", event_id)
    if event is not None and event["version"] == version:
        await ctx.db.insert("sent", {"event": event_id, "at_ms": event["remind_ms"]})
