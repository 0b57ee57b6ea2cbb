# places.py
from minivex import action, define_schema, define_table, internal, internal_query, v

schema = define_schema({
    "places": define_table({"name": v.string(), "city": v.string()}),
    "vectors": define_table({
        "place": v.id("places"),
        "city": v.string(),
        "vector": v.array(v.float64()),
    }).vector_index("by_vector", vector_field="vector", dimensions=2, filter_fields=["city"]),
})


@internal_query(args={"ids": v.array(v.id("vectors"))})
async def load(ctx, ids):
    rows = [await ctx.db.get("vectors", id) for id in ids]
    places = [row and row["place"] for row in rows]
    return [id and await ctx.db.get("places", id) for id in places]


@action(args={"vector": v.array(v.float64()), "city": v.string()})
async def near(ctx, vector, city):
    found = await ctx.vector_search(
        "vectors", "by_vector", vector=vector, limit=2,
        filter=lambda q: q.eq("city", city),
    )
    ids = [hit["_id"] for hit in found]  # one call, same order
    places = await ctx.run_query(internal.places.load, {"ids": ids})
    scores = [round(hit["_score"], 2) for hit in found]
    return [[p["name"], s] for p, s in zip(places, scores) if p]


def main(lab):
    vectors = {"park": [1, 0], "wood": [9, 3], "bank": [-1, 1], "lake": [1, 0.2]}
    for name, vector in vectors.items():
        city = "Kiel" if name == "lake" else "Bonn"
        [place] = lab.store("places", {"name": name, "city": city})
        lab.store("vectors", {"place": place, "city": city, "vector": vector})
    print(lab.run("near", vector=[2, 0.4], city="Bonn"))
