"""Misconception: a room that nobody has written to has no total.

expect: total-is-exact
"""

from minivex import define_schema, define_table, mutation, query, v

schema = define_schema(
    {
        "rooms": define_table({"name": v.string(), "count": v.optional(v.number())}),
        "messages": define_table({"room": v.id("rooms"), "text": v.string()}).index(
            "by_room", ["room"]
        ),
    }
)


async def bump(ctx, room_id, by):
    room = await ctx.db.get("rooms", room_id)
    await ctx.db.patch("rooms", room_id, {"count": room.get("count", 0) + by})


@mutation(args={"room_id": v.id("rooms"), "text": v.string()})
async def add(ctx, room_id, text):
    await bump(ctx, room_id, 1)
    return await ctx.db.insert("messages", {"room": room_id, "text": text})


@mutation(args={"room_id": v.id("rooms"), "message_id": v.id("messages")})
async def remove(ctx, room_id, message_id):
    message = await ctx.db.get("messages", message_id)
    if message is None or message["room"] != room_id:
        return False
    await ctx.db.delete("messages", message_id)
    await bump(ctx, room_id, -1)
    return True


@mutation(args={"message_id": v.id("messages"), "room_id": v.id("rooms")})
async def move(ctx, message_id, room_id):
    message = await ctx.db.get("messages", message_id)
    if message is None:
        return False
    await bump(ctx, message["room"], -1)
    await bump(ctx, room_id, 1)
    await ctx.db.patch("messages", message_id, {"room": room_id})
    return True


@query(args={"room_id": v.id("rooms")})
async def badge(ctx, room_id):
    some = ctx.db.query("messages").with_index("by_room", lambda q: q.eq("room", room_id))
    count = len(await some.take(100))
    return "99+" if count == 100 else str(count)


@query(args={"room_id": v.id("rooms")})
async def total(ctx, room_id):
    room = await ctx.db.get("rooms", room_id)
    return room.get("count")
