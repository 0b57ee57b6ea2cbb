"""A room's messages, counted by collecting them."""

from minivex import define_schema, define_table, mutation, query, v

schema = define_schema(
    {
        "rooms": define_table({"name": v.string()}),
        "messages": define_table({"room": v.id("rooms"), "text": v.string()}).index(
            "by_room", ["room"]
        ),
    }
)


@mutation(args={"room_id": v.id("rooms"), "text": v.string()})
async def add(ctx, room_id, text):
    return await ctx.db.insert("messages", {"room": room_id, "text": text})


@mutation(args={"room_id": v.id("rooms"), "message_id": v.id("messages")})
async def remove(ctx, room_id, message_id):
    message = await ctx.db.get("messages", message_id)
    if message is None or message["room"] != room_id:
        return False
    await ctx.db.delete("messages", message_id)
    return True


@mutation(args={"message_id": v.id("messages"), "room_id": v.id("rooms")})
async def move(ctx, message_id, room_id):
    message = await ctx.db.get("messages", message_id)
    if message is None:
        return False
    await ctx.db.patch("messages", message_id, {"room": room_id})
    return True


@query(args={"room_id": v.id("rooms")})
async def badge(ctx, room_id):
    messages = ctx.db.query("messages").with_index("by_room", lambda q: q.eq("room", room_id))
    count = len(await messages.collect())
    return "99+" if count > 99 else str(count)


@query(args={"room_id": v.id("rooms")})
async def total(ctx, room_id):
    messages = ctx.db.query("messages").with_index("by_room", lambda q: q.eq("room", room_id))
    return len(await messages.collect())
