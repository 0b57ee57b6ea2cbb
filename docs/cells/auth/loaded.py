# posts.py
from minivex import ConvexError, define_schema, define_table, mutation, v

schema = define_schema({
    "posts": define_table({"author": v.string(), "text": v.string()}),
})


async def who(ctx):
    identity = await ctx.auth.get_user_identity()
    return None if identity is None else identity["subject"]


@mutation(args={"post": v.id("posts"), "author": v.string(), "text": v.string()})
async def edit_trusting(ctx, post, author, text):
    found = await ctx.db.get("posts", post)
    if found["author"] != author:  # who says so? The caller.
        raise ConvexError({"code": "NOT_FOUND"})
    await ctx.db.patch("posts", post, {"text": text})


@mutation(args={"post": v.id("posts"), "text": v.string()})
async def edit(ctx, post, text):
    user = await who(ctx)
    found = await ctx.db.get("posts", post)
    if user is None or found is None or found["author"] != user:
        raise ConvexError({"code": "NOT_FOUND"})
    await ctx.db.patch("posts", post, {"text": text})


def main(lab):
    [post] = lab.store("posts", {"author": "ada", "text": "hello"})
    lab.run("edit_trusting", as_="eve", post=post, author="ada", text="eve was here")
    print(lab.table("posts"))
    print(lab.error("edit", as_="eve", post=post, text="and here"))
    lab.run("edit", as_="ada", post=post, text="mine again")
    print(lab.table("posts"))
