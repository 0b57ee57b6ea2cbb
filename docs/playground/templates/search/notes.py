"""Notes found by their words, the best match first. The last word is a beginning: "cof" finds coffee.

Try: run notes:add_examples, watch notes:find with the text "coffee", and add a note that has the word.
The pane says which terms its search had read.
"""

from minivex import mutation, query, v

EXAMPLES = [
    ("kitchen", "Buy coffee beans and oat milk"),
    ("kitchen", "The coffee grinder wants a new blade"),
    ("work", "Ask for a coffee machine on the third floor"),
    ("work", "Index the notes by folder before the demo"),
    ("travel", "The night train leaves at ten, with breakfast"),
]


@mutation(args={"folder": v.string(), "body": v.string()}, returns=v.id("notes"))
async def add(ctx, folder, body):
    return await ctx.db.insert("notes", {"folder": folder, "body": body})


@mutation(args={})
async def add_examples(ctx):
    for folder, body in EXAMPLES:
        await ctx.db.insert("notes", {"folder": folder, "body": body})


@query(args={"text": v.string(), "folder": v.optional(v.string())})
async def find(ctx, text, folder=None):
    def wanted(q):
        found = q.search("body", text)
        return found if folder is None else found.eq("folder", folder)

    rows = ctx.db.query("notes").with_search_index("search_body", wanted)
    return [f"{row['folder']}: {row['body']}" for row in await rows.take(10)]
