from minivex import define_schema, define_table, v

schema = define_schema({
    "events": define_table({"event_id": v.string(), "type": v.string(), "received_ms": v.number()})
    .index("by_event_id", ["event_id"]),
})
