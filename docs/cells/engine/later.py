# loans.py
from minivex import ConvexError, define_schema
from minivex import define_table, internal
from minivex import internal_mutation, mutation, v

schema = define_schema({
    "notes": define_table({"text": v.string()})
})


@internal_mutation(args={"text": v.string()})
async def note(ctx, text):
    await ctx.db.insert("notes", {"text": text})


@mutation(
    args={"text": v.string(), "fails": v.boolean()}
)
async def lend(ctx, text, fails):
    await ctx.scheduler.run_after(
        1000, internal.loans.note, {"text": text}
    )
    if fails:
        raise ConvexError("no such tool")


def main(lab):
    lab.run("lend", text="drill due", fails=False)
    print(lab.error("lend", text="saw", fails=True))
    print("before:", lab.table("notes"))
    lab.advance(1000)
    print("after: ", lab.table("notes"))
