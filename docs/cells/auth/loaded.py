# posts.py
from minivex import ConvexError, mutation, v
from minivex import define_schema, define_table

schema = define_schema({
    "posts": define_table({"author": v.string(), "text": v.string()}),
})


async def who(ctx):
    identity = await ctx.auth.get_user_identity()
    return None if identity is None else identity["subject"]


post_and_text = {"post": v.id("posts"), "text": v.string()}


@mutation(args={**post_and_text, "author": v.string()})
async def edit_trusting(ctx, post, author, text):
    found = await ctx.db.get("posts", post)
    if found["author"] != author:  # who says so? The caller.
        raise ConvexError({"code": "NOT_FOUND"})
    await ctx.db.patch("posts", post, {"text": text})


@mutation(args=post_and_text)
async def edit(ctx, post, text):
    user = await who(ctx)
    found = await ctx.db.get("posts", post)
    if user is None or found is None or found["author"] != user:
        raise ConvexError({"code": "NOT_FOUND"})
    await ctx.db.patch("posts", post, {"text": text})


def main(lab):
    [post] = lab.store("posts", {"author": "ada", "text": "hello"})
    lie = {"author": "ada", "text": "eve was here"}
    lab.run("edit_trusting", as_="eve", post=post, **lie)
    print(lab.table("posts"))
    print(lab.error("edit", as_="eve", post=post, text="and here"))
    lab.run("edit", as_="ada", post=post, text="mine again")
    print(lab.table("posts"))
