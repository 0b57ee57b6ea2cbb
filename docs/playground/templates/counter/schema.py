from minivex import define_schema, define_table, v

schema = define_schema({
    "counters": define_table({"page": v.string(), "count": v.number()}).index("by_page", ["page"]),
    "shards": define_table({"page": v.string(), "shard": v.number(), "count": v.number()})
    .index("by_page", ["page", "shard"]),
})
