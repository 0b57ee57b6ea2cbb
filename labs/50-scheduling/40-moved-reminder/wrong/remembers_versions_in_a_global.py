"""Misconception: A global knows the latest version.

expect: worker-dies
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


latest = {}


@mutation
async def create(ctx, title, remind_ms):
    event_id = await ctx.db.insert("events", {"title": title, "remind_ms": remind_ms})
    latest[event_id] = 1
    args = {"event_id": event_id, "version": 1}
    await ctx.scheduler.run_at(remind_ms, internal.reminders.remind, args)
    return event_id


@mutation
async def move(ctx, event_id, remind_ms):
    if await ctx.db.get("events", event_id) is None:
        raise ConvexError({"code": "NO_EVENT"})
    latest[event_id] = latest.get(event_id, 1) + 1
    await ctx.db.patch("events", event_id, {"remind_ms": remind_ms})
    args = {"event_id": event_id, "version": latest[event_id]}
    await ctx.scheduler.run_at(remind_ms, internal.reminders.remind, args)


@mutation
async def remove(ctx, event_id):
    if await ctx.db.get("events", event_id) is not None:
        await ctx.db.delete("events", event_id)


@internal_mutation
async def remind(ctx, event_id, version):
    event = await ctx.db.get("events", event_id)
    if event is not None and latest.get(event_id, 1) == version:
        await ctx.db.insert("sent", {"event": event_id, "at_ms": event["remind_ms"]})
