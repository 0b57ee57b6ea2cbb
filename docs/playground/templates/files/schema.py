from minivex import define_schema, define_table, v

schema = define_schema({
    "attachments": define_table({"name": v.string(), "file": v.id("_storage")}).index("by_file", ["file"]),
})
