"""Ten open tasks among a hundred due, in an index that begins with the bound."""

from labkit.grader.rehearsal import Rehearsal
from minivex import Backend, define_schema, define_table, functions_of, query, v

schema = define_schema(
    {
        "tasks": define_table({"status": v.string(), "due": v.number()}).index(
            "by_due_and_status", ["due", "status"]
        )
    }
)


@query
async def in_range(ctx):
    """Every document of the range; what is not open would be dropped afterwards."""
    tasks = ctx.db.query("tasks").with_index(
        "by_due_and_status", lambda q: q.gte("due", 10).lt("due", 20)
    )
    return len(await tasks.collect())


def answer(lab: Rehearsal) -> str:
    """How many documents the range holds."""
    world = Backend(schema=schema, functions=functions_of({"in_range": in_range}, "tasks"))
    due = [{"status": "done" if n % 10 else "open", "due": 10 + n % 7} for n in range(100)]
    world.load("tasks", [*due, *({"status": "open", "due": 30} for _ in range(900))])
    return f"{world.run('tasks:in_range'):,}"
