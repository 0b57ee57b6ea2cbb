# mails.py
from minivex import define_schema, define_table
from minivex import internal, internal_mutation
from minivex import mutation, v

schema = define_schema({
    "mails": define_table({
        "to": v.string(),
        "text": v.string(),
    })
})


@mutation(args={"to": v.string(), "text": v.string()})
async def send_public(ctx, to, text):
    # Public, because "only our code knows its name".
    await ctx.db.insert(
        "mails", {"to": to, "text": text}
    )


@internal_mutation(
    args={"to": v.string(), "text": v.string()}
)
async def send(ctx, to, text):
    await ctx.db.insert(
        "mails", {"to": to, "text": text}
    )


@mutation(args={"to": v.string()})
async def remind(ctx, to):
    text = "Please bring back the saw."
    await ctx.scheduler.run_after(
        0,
        internal.mails.send,
        {"to": to, "text": text},
    )


def main(lab):
    spam = {
        "to": "everybody",
        "text": "Buy my ladder!",
    }
    lab.run("send_public", **spam)
    print("a stranger calls the internal one:")
    print(lab.error("send", **spam))
    lab.run("remind", to="ada")
    lab.advance(1)
    print(lab.table("mails"))
