# payments.py
import json

from minivex import Response, define_schema, define_table
from minivex import http_action, http_router
from minivex import internal, internal_mutation, v

news = {"payment": v.string(), "number": v.number()}
schema = define_schema({
    "events": define_table({"event": v.string()})
    .index("by_event", ["event"]),
    "payments": define_table(news)
    .index("by_payment", ["payment"]),
})


@internal_mutation(args={"event": v.string(), **news})
async def apply(ctx, event, payment, number):
    seen = ctx.db.query("events").with_index(
        "by_event", lambda q: q.eq("event", event)
    )
    if await seen.unique() is not None:
        return "seen before"
    await ctx.db.insert("events", {"event": event})
    row = {"payment": payment, "number": number}
    known = await ctx.db.query("payments").with_index(
        "by_payment", lambda q: q.eq("payment", payment)
    ).unique()
    if known is None:
        await ctx.db.insert("payments", row)
    elif number < known["number"]:
        return "older than what is known"
    else:
        await ctx.db.patch("payments", known["_id"], row)
    return "applied"


@http_action
async def receive(ctx, request):
    text = await request.text()
    # Here the signature is verified: see below.
    apply, args = internal.payments.apply, json.loads(text)
    return Response(await ctx.run_mutation(apply, args))


http = http_router()
http.route(path="/pay", method="POST", handler=receive)


def main(lab):
    for number in (1, 3, 2, 1):
        event = {"event": f"e{number}", "number": number}
        body = json.dumps({**event, "payment": "p7"})
        answer = lab.fetch("/pay", method="POST", body=body)
        print(number, "→", answer.text())
    print(lab.table("payments"))
