# notes.py
from minivex import define_schema, define_table, mutation, query, v

note = {"text": v.string(), "at": v.number()}
schema = define_schema({
    "notes": define_table(note).index("by_at", ["at"]),
})
cursor = v.nullable(v.string())
opts = v.object({"numItems": v.number(), "cursor": cursor})


@query(args={"pagination_opts": opts})
async def page(ctx, pagination_opts):
    notes = ctx.db.query("notes").with_index("by_at")
    found = await notes.paginate(pagination_opts)
    texts = [row["text"] for row in found["page"]]
    return {**found, "page": texts}


@mutation(args=note)
async def add(ctx, text, at):
    await ctx.db.insert("notes", {"text": text, "at": at})


def main(lab):
    for at, text in enumerate("abcdef"):
        lab.run("add", text=text, at=at)
    pages, cursor = [], None
    for _ in range(2):
        opts = {"numItems": 3, "cursor": cursor}
        page = lab.watch("page", pagination_opts=opts)
        cursor = page.value["continueCursor"]
        pages.append(page)

    print([page.value["page"] for page in pages])
    lab.run("add", text="B", at=1.5)  # between b and c
    print([page.value["page"] for page in pages])
    lab.run("add", text="g", at=9)  # behind f
    print([page.value["page"] for page in pages])
