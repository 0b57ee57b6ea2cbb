from minivex import define_schema, define_table, v

schema = define_schema({
    "notes": define_table({"folder": v.string(), "body": v.string()})
    .search_index("search_body", search_field="body", filter_fields=["folder"]),
})
