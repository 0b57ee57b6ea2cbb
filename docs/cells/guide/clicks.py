# mails.py
from minivex import action, define_schema
from minivex import define_table, internal
from minivex import internal_action, internal_mutation
from minivex import mutation, v

schema = define_schema({
    "loans": define_table({"notice": v.string()}),
    "sent": define_table({"loan": v.id("loans")}),
})


@internal_mutation(args={"loan": v.id("loans")})
async def mail_service(ctx, loan):
    await ctx.db.insert("sent", {"loan": loan})


async def send_mail(ctx, loan):
    service = internal.mails.mail_service
    await ctx.run_mutation(service, {"loan": loan})


@action(args={"loan": v.id("loans")})
async def remind_from_the_page(ctx, loan):
    await send_mail(ctx, loan)


@mutation(args={"loan": v.id("loans")})
async def remind(ctx, loan):
    found = await ctx.db.get("loans", loan)
    if found["notice"] == "sending":
        return  # a second click
    await ctx.db.patch("loans", loan, {"notice": "sending"})
    job = internal.mails.send
    await ctx.scheduler.run_after(0, job, {"loan": loan})


@internal_action(args={"loan": v.id("loans")})
async def send(ctx, loan):
    await send_mail(ctx, loan)


def main(lab):
    row = {"notice": "none"}
    one, two = lab.store("loans", row, row)
    for _ in range(2):
        lab.run("remind_from_the_page", loan=one)
    first = len(lab.documents("sent"))
    print("an action, two clicks:", first, "mails")
    click = ("remind", {"loan": two})
    lab.together(click, click)
    lab.advance(1)
    mails = len(lab.documents("sent")) - first
    print("a mutation first, two clicks:", mails, "mail")
