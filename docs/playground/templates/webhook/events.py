"""What is kept of the events. The sender repeats an event until it is answered, so the id decides."""

import json

from minivex import internal_mutation, query, v

from signing import signature_of


@internal_mutation(args={"event_id": v.string(), "type": v.string()}, returns=v.boolean())
async def take(ctx, event_id, type):
    same = ctx.db.query("events").with_index("by_event_id", lambda q: q.eq("event_id", event_id))
    if await same.first() is not None:
        return False
    row = {"event_id": event_id, "type": type, "received_ms": ctx.now()}
    await ctx.db.insert("events", row)
    return True


@query(args={})
async def newest(ctx):
    return [row["type"] for row in await ctx.db.query("events").order("desc").take(10)]


@query(args={"event_id": v.string()})
async def sample(ctx, event_id):
    """What the other service would send; only here so that it can be tried."""
    body = json.dumps({"id": event_id, "type": "invoice.paid"})
    return {"body": body, "header": f"x-signature: {signature_of(body.encode())}"}
