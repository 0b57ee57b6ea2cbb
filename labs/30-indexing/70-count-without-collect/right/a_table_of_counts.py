"""The counts have a table of their own, and the badge shows the total."""

from minivex import define_schema, define_table, mutation, query, v

schema = define_schema(
    {
        "rooms": define_table({"name": v.string()}),
        "messages": define_table({"room": v.id("rooms"), "text": v.string()}).index(
            "by_room", ["room"]
        ),
        "counts": define_table({"room": v.id("rooms"), "value": v.number()}).index(
            "by_room", ["room"]
        ),
    }
)


async def count_of(ctx, room_id):
    counts = ctx.db.query("counts").with_index("by_room", lambda q: q.eq("room", room_id))
    return await counts.unique()


async def bump(ctx, room_id, by):
    count = await count_of(ctx, room_id)
    if count is None:
        await ctx.db.insert("counts", {"room": room_id, "value": by})
    else:
        await ctx.db.patch("counts", count["_id"], {"value": count["value"] + by})


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
    count = await count_of(ctx, room_id)
    value = 0 if count is None else count["value"]
    return str(value) if value < 100 else "99+"


@query(args={"room_id": v.id("rooms")})
async def total(ctx, room_id):
    count = await count_of(ctx, room_id)
    return 0 if count is None else count["value"]
