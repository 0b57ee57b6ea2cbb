# photos.py
from minivex import (
    action, define_schema, define_table,
    internal, internal_mutation, mutation, query, v,
)

schema = define_schema({
    "photos": define_table({"file": v.id("_storage")}),
})


@action
async def make(ctx):
    file = await ctx.storage.store(b"ada on holiday")
    return await ctx.run_mutation(internal.photos.add, {"file": file})


@internal_mutation(args={"file": v.id("_storage")})
async def add(ctx, file):
    return await ctx.db.insert("photos", {"file": file})


@query(args={"photo": v.id("photos")})
async def link(ctx, photo):
    row = await ctx.db.get("photos", photo)
    return None if row is None else await ctx.storage.get_url(row["file"])


@mutation(args={"photo": v.id("photos"), "fail": v.boolean()})
async def remove(ctx, photo, fail):
    row = await ctx.db.get("photos", photo)
    await ctx.storage.delete(row["file"])
    await ctx.db.delete("photos", photo)
    if fail:
        raise ValueError("something else went wrong")


def main(lab):
    photo = lab.run("make")
    url = lab.run("link", photo=photo)
    print("whoever has it: ", lab.fetch(url).text())
    lab.advance(365 * 86_400_000)
    print("a year later:   ", lab.fetch(url).text())
    lab.error("remove", photo=photo, fail=True)
    print("delete failed:  ", lab.fetch(url).text())
    lab.run("remove", photo=photo, fail=False)
    print("deleted:        ", lab.fetch(url).status)
    print("the link is now:", lab.run("link", photo=photo))
