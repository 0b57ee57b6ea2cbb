# notes.py
from minivex import (
    define_schema, define_table, mutation, query, v,
)

schema = define_schema({
    "notes": define_table({"text": v.string()}),
})


@query
async def count(ctx):
    return len(await ctx.db.query("notes").take(100))


@query
async def texts(ctx):
    rows = await ctx.db.query("notes").take(100)
    return ", ".join([row["text"] for row in rows])


@query
async def screen(ctx):
    rows = await ctx.db.query("notes").take(100)
    names = ", ".join([row["text"] for row in rows])
    return f"{len(rows)} {names}"


@mutation(args={"text": v.string()})
async def add(ctx, text):
    await ctx.db.insert("notes", {"text": text})


def main(lab):
    lab.run("add", text="milk")
    # The server draws; somebody writes in between.
    header = lab.run("count")
    lab.run("add", text="bread")
    body = lab.run("texts")
    print("two preloads:", header, body)
    print("one query:   ", lab.run("screen"))
    # The page is there, and its socket is open.
    live = lab.watch("screen")
    lab.run("add", text="eggs")
    print("live:        ", live.value)
    print("fetched:     ", header, body)
