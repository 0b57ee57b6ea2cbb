# places.py
from minivex import action, define_schema, define_table
from minivex import internal, internal_query, v

schema = define_schema({
    "places": define_table({"name": v.string()}),
    "vectors": define_table({
        "place": v.id("places"),
        "city": v.string(),
        "vector": v.array(v.float64()),
    }).vector_index(
        "by_vector", vector_field="vector",
        dimensions=2, filter_fields=["city"],
    ),
})


@internal_query(args={"ids": v.array(v.id("vectors"))})
async def load(ctx, ids):
    rows = [await ctx.db.get("vectors", id) for id in ids]
    return [
        row and await ctx.db.get("places", row["place"])
        for row in rows
    ]


@action(args={
    "vector": v.array(v.float64()), "city": v.string()
})
async def near(ctx, vector, city):
    found = await ctx.vector_search(
        "vectors", "by_vector", vector=vector, limit=2,
        filter=lambda q: q.eq("city", city),
    )
    ids = {"ids": [hit["_id"] for hit in found]}
    # One call for all, and in the same order.
    places = await ctx.run_query(internal.places.load, ids)
    return [
        [place["name"], round(hit["_score"], 2)]
        for hit, place in zip(found, places) if place
    ]


def main(lab):
    for name, city, vector in [
        ("park", "Bonn", [1, 0]), ("wood", "Bonn", [9, 3]),
        ("bank", "Bonn", [-1, 1]), ("lake", "Kiel", [1, 0.2]),
    ]:
        [place] = lab.store("places", {"name": name})
        row = {"place": place, "city": city, "vector": vector}
        lab.store("vectors", row)
    print(lab.run("near", vector=[2, 0.4], city="Bonn"))
