# recipes.py
from minivex import define_schema, define_table, query, v

schema = define_schema({
    "recipes": define_table({
        "title": v.string(),
        "kitchen": v.string(),
    }).search_index(
        "search_title", search_field="title", filter_fields=["kitchen"]
    ),
})


@query(args={"text": v.string(), "kitchen": v.optional(v.string())})
async def find(ctx, text, kitchen=None):
    def wanted(q):
        terms = q.search("title", text)
        return terms if kitchen is None else terms.eq("kitchen", kitchen)

    recipes = ctx.db.query("recipes").with_search_index("search_title", wanted)
    return [row["title"] for row in await recipes.take(10)]


def main(lab):
    for kitchen, title in [
        ("it", "Tomato soup"),
        ("gr", "Tomato salad with mint"),
        ("in", "Lentil soup, cooked slowly"),
    ]:
        lab.store("recipes", {"title": title, "kitchen": kitchen})
    for text in ["tomato soup", "tom soup", "soup tom"]:
        print(repr(text), lab.run("find", text=text))
    for text in ["cook", "tomatoes", "tomatp", ""]:
        print(repr(text), lab.run("find", text=text))
    print("Greek", lab.run("find", text="tom", kitchen="gr"))
