# mails.py
from minivex import define_schema, define_table
from minivex import internal, internal_mutation
from minivex import mutation, v

mail = {"to": v.string(), "text": v.string()}
schema = define_schema({"mails": define_table(mail)})


@mutation(args=mail)
async def send_public(ctx, to, text):
    # Public, because "only our code knows its name".
    await ctx.db.insert("mails", {"to": to, "text": text})


@internal_mutation(args=mail)
async def send(ctx, to, text):
    await ctx.db.insert("mails", {"to": to, "text": text})


@mutation(args={"to": v.string()})
async def remind(ctx, to):
    mail = {"to": to, "text": "Please bring back the saw."}
    job = internal.mails.send
    await ctx.scheduler.run_after(0, job, mail)


def main(lab):
    spam = {"to": "everybody", "text": "Buy my ladder!"}
    lab.run("send_public", **spam)
    print("a stranger calls the internal one:")
    print(lab.error("send", **spam))
    lab.run("remind", to="ada")
    lab.advance(1)
    print(lab.table("mails"))
