"""A file belongs to nobody until a document names it, and stays when that document goes.

Try: send PUT /upload/hello.txt with a body, or POST it to the link of attachments:upload_url and then
run attachments:keep. Get a file by its link under "files". Remove one, and it is gone from both places.
"""

from minivex import ConvexError, mutation, query, v


@mutation(args={}, returns=v.string())
async def upload_url(ctx):
    return await ctx.storage.generate_upload_url()


@mutation(args={"file": v.id("_storage"), "name": v.string()}, returns=v.id("attachments"))
async def keep(ctx, file, name):
    if await ctx.db.system.get("_storage", file) is None:
        raise ConvexError("There is no such file")
    return await ctx.db.insert("attachments", {"file": file, "name": name})


@query(args={})
async def listed(ctx):
    found = []
    for row in await ctx.db.query("attachments").take(20):
        known = await ctx.db.system.get("_storage", row["file"])
        url = await ctx.storage.get_url(row["file"])
        found.append({"name": row["name"], "size": known and known["size"], "url": url})
    return found


@mutation(args={"attachment_id": v.id("attachments")})
async def remove(ctx, attachment_id):
    row = await ctx.db.get("attachments", attachment_id)
    if row is not None:
        await ctx.db.delete("attachments", attachment_id)
        await ctx.storage.delete(row["file"])
