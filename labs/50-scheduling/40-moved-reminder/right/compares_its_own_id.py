"""The event knows which job is its own; the job compares that with the number it was given."""

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


async def plan(ctx, event_id, remind_ms):
    ticket = ctx.random()
    args = {"event_id": event_id, "ticket": ticket}
    await ctx.scheduler.run_at(remind_ms, internal.reminders.ring, args)
    await ctx.db.patch("events", event_id, {"remind_ms": remind_ms, "version": ticket})


@mutation
async def create(ctx, title, remind_ms):
    event_id = await ctx.db.insert("events", {"title": title, "remind_ms": remind_ms})
    await plan(ctx, event_id, remind_ms)
    return event_id


@mutation
async def move(ctx, event_id, remind_ms):
    if await ctx.db.get("events", event_id) is None:
        raise ConvexError({"code": "NO_EVENT"})
    await plan(ctx, event_id, remind_ms)


@mutation
async def remove(ctx, event_id):
    if await ctx.db.get("events", event_id):
        await ctx.db.delete("events", event_id)


@internal_mutation
async def ring(ctx, event_id, ticket):
    event = await ctx.db.get("events", event_id)
    if event is None or event["version"] != ticket:
        return
    await ctx.db.insert("sent", {"event": event_id, "at_ms": event["remind_ms"]})
