"""Source of small programs that tests hand to the grader."""

COUNTERS = """\
from minivex import (
    ConvexError, action, define_schema, define_table, internal, mutation, query, v,
)

schema = define_schema({"counters": define_table({"value": v.number()})})


@query
async def read(ctx, id):
    return (await ctx.db.get("counters", id))["value"]


@mutation
async def put(ctx, id, value):
    await ctx.db.patch("counters", id, {"value": value})


@mutation
async def add(ctx, id):
    row = await ctx.db.get("counters", id)
    print("adding")
    await ctx.db.patch("counters", id, {"value": row["value"] + 1})


@action
async def add_in_two(ctx, id):
    value = await ctx.run_query(internal.counters.read, {"id": id})
    await ctx.run_mutation(internal.counters.put, {"id": id, "value": value + 1})


@mutation
async def refuse(ctx, id):
    raise ConvexError({"code": "NO", "id": id})


@mutation
async def fail(ctx, id):
    return [][0]


@mutation
async def endless(ctx, id):
    while True:
        await ctx.db.get("counters", id)


@mutation
async def forget(ctx, id):
    ctx.db.delete("counters", id)
"""


HEAD = (
    "from minivex import define_schema, define_table, mutation, v\n"
    """
schema = define_schema({"counters": define_table({"value": v.number()})})


@mutation
async def add(ctx, id):
    row = await ctx.db.get("counters", id)
    await ctx.db.patch("counters", id, {"value": row["value"] + """
)

CHECKS = """\
from labkit.grader.checks import Context, check


@check("adds-one", title="It adds one", hint="plus-one")
def adds_one(lab: Context) -> None:
    (id,) = lab.seed("counters", value=[3])
    lab.run("add", id=id)
    value = lab.document("counters", id)["value"]
    lab.note(value=lab.show(value))
    lab.equal(value, 4, "The counter holds {}")
"""

SMALL_EXERCISE = {
    "exercise.toml": """\
id = "add-one"
title = "Add one"
module = "counters"
functions = ["add"]
concepts = []
minutes = 1
objective = "Add one."
out_of_scope = "Two."
needs = []
step_budget = 50
anchors = ["/guide/one-mutation/#writes"]

[predict]
question = "What does a counter of 3 hold?"
options = ["3", "4"]
because = "It adds 0."
""",
    "predict.py": """\
def answer(lab):
    (id,) = lab.seed("counters", value=[3])
    lab.play([lab.call("add", by="ada", id=id)])
    lab.run("add", id=id)
    return str(lab.document("counters", id)["value"])
""",
    "replay.py": """\
def replay(lab):
    (id,) = lab.seed("counters", value=[3])
    lanes = [lab.call("add", by=name, id=id) for name in ("ada", "bo")]
    return lanes, lambda outcome: (
        None if outcome.document("counters", id)["value"] == 5 else "One was lost."
    )
""",
    "why.md": "## Why it is right\n\nIt counts.\n\n## What it costs\n\nOne read.\n",
    "prompt.md": "## Before you begin\\n\\n**The invariant: it grows by one.**\\n\\n## Predict\\n\\n## Task\\n\\n## Checkpoint\\n\\n## Questions\\n".replace(
        "\\n", "\n"
    ),
    "starter.py": HEAD + "0})\n",
    "starter.ts": "export const add = 0;\n",
    "solution.py": HEAD + "1})\n",
    "solution.ts": "export const add = 1;\n",
    "checks.py": CHECKS,
    "hints.md": "## plus-one\n\n### Observed\n\nIt holds {value|3}.\n\n### Idea\n\nCount.\n\n### Fix\n\nAdd 1.\n",
    "right/twice.py": HEAD + "2 - 1})\n",
    "wrong/adds_two.py": '"""Misconception: one is two.\n\nexpect: adds-one\n"""\n'
    + HEAD
    + "2})\n",
    "wrong/adds_three.py": '"""Misconception: one is three.\n\nexpect: adds-one\n"""\n'
    + HEAD
    + "3})\n",
}
