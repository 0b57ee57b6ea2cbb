# mails.py
from minivex import action, define_schema
from minivex import define_table, internal
from minivex import internal_action, internal_mutation
from minivex import mutation, v

schema = define_schema({
    "loans": define_table({"notice": v.string()}),
    # What the mail service has sent.
    "sent": define_table({"loan": v.id("loans")}),
})


@internal_mutation(args={"loan": v.id("loans")})
async def mail_service(ctx, loan):
    await ctx.db.insert("sent", {"loan": loan})


@action(args={"loan": v.id("loans")})
async def remind_from_the_page(ctx, loan):
    await ctx.run_mutation(
        internal.mails.mail_service, {"loan": loan}
    )


@mutation(args={"loan": v.id("loans")})
async def remind(ctx, loan):
    found = await ctx.db.get("loans", loan)
    if found is None or found["notice"] != "none":
        return  # a second click
    await ctx.db.patch(
        "loans", loan, {"notice": "sending"}
    )
    await ctx.scheduler.run_after(
        0, internal.mails.send, {"loan": loan}
    )


@internal_action(args={"loan": v.id("loans")})
async def send(ctx, loan):
    await ctx.run_mutation(
        internal.mails.mail_service, {"loan": loan}
    )


def main(lab):
    one, two = lab.store(
        "loans",
        {"notice": "none"},
        {"notice": "none"},
    )
    for _ in range(2):
        lab.run("remind_from_the_page", loan=one)
    mails = len(lab.documents("sent"))
    print(
        "an action from the page, two clicks:",
        mails,
        "mails",
    )
    lab.together(
        ("remind", {"loan": two}),
        ("remind", {"loan": two}),
    )
    lab.advance(1)
    mails = len(lab.documents("sent")) - mails
    print(
        "a mutation first, two clicks:", mails, "mail"
    )
    print(lab.table("loans"))
