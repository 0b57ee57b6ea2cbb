"""Misconception: Canceling stops a job, whatever it is doing.

expect: at-that-moment
"""

from minivex import (
    ConvexError,
    define_schema,
    define_table,
    internal,
    internal_action,
    internal_mutation,
    internal_query,
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


@mutation
async def create(ctx, title, remind_ms):
    event_id = await ctx.db.insert("events", {"title": title, "remind_ms": remind_ms})
    args = {"event_id": event_id}
    job = await ctx.scheduler.run_at(remind_ms, internal.reminders.remind, args)
    await ctx.db.patch("events", event_id, {"job": job})
    return event_id


@mutation
async def move(ctx, event_id, remind_ms):
    event = await ctx.db.get("events", event_id)
    if event is None:
        raise ConvexError({"code": "NO_EVENT"})
    await ctx.scheduler.cancel(event["job"])
    args = {"event_id": event_id}
    job = await ctx.scheduler.run_at(remind_ms, internal.reminders.remind, args)
    await ctx.db.patch("events", event_id, {"remind_ms": remind_ms, "job": job})


@mutation
async def remove(ctx, event_id):
    event = await ctx.db.get("events", event_id)
    if event is not None:
        await ctx.scheduler.cancel(event["job"])
        await ctx.db.delete("events", event_id)


@internal_query
async def look(ctx, event_id):
    return await ctx.db.get("events", event_id)


@internal_mutation
async def send(ctx, event_id, at_ms):
    await ctx.db.insert("sent", {"event": event_id, "at_ms": at_ms})


@internal_action
async def remind(ctx, event_id):
    event = await ctx.run_query(internal.reminders.look, {"event_id": event_id})
    if event is not None:
        args = {"event_id": event_id, "at_ms": event["remind_ms"]}
        await ctx.run_mutation(internal.reminders.send, args)
