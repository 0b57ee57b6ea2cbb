# avatars.py
import json

from minivex import ConvexError, define_schema
from minivex import define_table, mutation, v

schema = define_schema({
    "avatars": define_table({
        "owner": v.string(), "file": v.id("_storage"),
    }),
})


async def require_user(ctx):
    identity = await ctx.auth.get_user_identity()
    if identity is None:
        raise ConvexError("Sign in first.")
    return identity["subject"]


@mutation
async def upload_url(ctx):
    await require_user(ctx)
    return await ctx.storage.generate_upload_url()


@mutation(args={"file": v.id("_storage")})
async def keep(ctx, file):
    owner = await require_user(ctx)
    known = await ctx.db.system.get("_storage", file)
    if known is None:
        raise ConvexError("No such file.")
    is_png = known.get("contentType") == "image/png"
    if not is_png or known["size"] > 9:
        await ctx.storage.delete(file)
        return "refused and deleted"
    row = {"owner": owner, "file": file}
    await ctx.db.insert("avatars", row)
    return "kept"


def upload(lab, kind, body):
    url = lab.run("upload_url", as_="ada")
    answer = lab.fetch(url, method="POST", body=body,
                       headers={"Content-Type": kind})
    file = json.loads(answer.text())["storageId"]
    print(body, "-", lab.run("keep", as_="ada", file=file))


def main(lab):
    print("nobody:", lab.error("upload_url"))
    upload(lab, "image/png", "a face")
    upload(lab, "image/png", "a large face")
    upload(lab, "text/html", "<script>")
    print(lab.table("avatars"))
