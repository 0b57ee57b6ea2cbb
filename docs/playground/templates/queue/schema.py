from minivex import define_schema, define_table, v

STATUS = v.union(v.literal("waiting"), v.literal("running"), v.literal("done"), v.literal("failed"))

schema = define_schema({
    "jobs": define_table({
        "task": v.string(),
        "status": STATUS,
        "attempts": v.number(),
        "changed_ms": v.number(),
        "note": v.optional(v.string()),
    }).index("by_status", ["status", "changed_ms"]),
})
