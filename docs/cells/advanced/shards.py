# likes.py
from minivex import define_schema, define_table, mutation, v

schema = define_schema({
    "counters": define_table({"n": v.number()}),
    "shards": define_table({
        "shard": v.number(),
        "n": v.number(),
    }).index("by_shard", ["shard"]),
})


@mutation
async def like_hot(ctx):
    row = await ctx.db.query("counters").unique()
    await ctx.db.patch("counters", row["_id"], {"n": row["n"] + 1})


@mutation
async def like_sharded(ctx):
    shard = int(ctx.random() * 16)
    row = await ctx.db.query("shards").with_index(
        "by_shard", lambda q: q.eq("shard", shard)
    ).unique()
    if row is None:
        await ctx.db.insert("shards", {"shard": shard, "n": 1})
    else:
        await ctx.db.patch("shards", row["_id"], {"n": row["n"] + 1})


def main(lab):
    lab.store("counters", {"n": 0})
    for name in ["like_hot", "like_sharded"]:
        met = lab.together(*[(name, {})] * 4)
        print(name, [call.attempts for call in met])
    print({row["shard"]: row["n"] for row in lab.documents("shards")})
