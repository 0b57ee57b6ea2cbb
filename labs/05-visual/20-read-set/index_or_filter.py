"""The open jobs of one queue, written twice: with an index, and with a filter."""

from minivex import define_schema, define_table, query, v

schema = define_schema(
    {
        "jobs": define_table({"queue": v.string(), "status": v.string(), "note": v.string()}).index(
            "by_queue_and_status", ["queue", "status"]
        ),
    }
)


@query(args={"queue": v.string()})
async def by_index(ctx, queue):
    return await (
        ctx.db.query("jobs")
        .with_index("by_queue_and_status", lambda q: q.eq("queue", queue).eq("status", "open"))
        .collect()
    )


@query(args={"queue": v.string()})
async def by_filter(ctx, queue):
    return await (
        ctx.db.query("jobs")
        .filter(lambda q: q.and_(q.eq(q.field("queue"), queue), q.eq(q.field("status"), "open")))
        .collect()
    )


# The scene: how many rows there are, and the two ways to write the same.


def rows(count):
    queues, statuses = ["mail", "print", "scan"], ["done", "open", "done", "done"]
    return {
        "jobs": [
            {"queue": queues[n % 3], "status": statuses[n % 4], "note": "x" * 40}
            for n in range(count)
        ]
    }


calls = {
    "a": ("by_index", {"queue": "mail"}),
    "b": ("by_filter", {"queue": "mail"}),
}
