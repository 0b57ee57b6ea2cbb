# payments.py
import json

from minivex import Response, define_schema, define_table, v
from minivex import http_action, http_router
from minivex import internal, internal_mutation

payment = v.object({
    "payment": v.string(),
    "number": v.number(),
    "state": v.string(),
})
schema = define_schema({
    "events": define_table({"event": v.string()})
    .index("by_event", ["event"]),
    "payments": define_table(payment)
    .index("by_payment", ["payment"]),
})


@internal_mutation(args={"event": v.string(), "news": payment})
async def apply(ctx, event, news):
    seen = ctx.db.query("events").with_index(
        "by_event", lambda q: q.eq("event", event)
    )
    if await seen.first() is not None:
        return "seen before"
    await ctx.db.insert("events", {"event": event})
    known = ctx.db.query("payments").with_index(
        "by_payment", lambda q: q.eq("payment", news["payment"])
    )
    row = await known.unique()
    if row is None:
        await ctx.db.insert("payments", news)
    elif news["number"] <= row["number"]:
        return "older than what is known"
    else:
        await ctx.db.patch("payments", row["_id"], news)
    return "applied"


@http_action
async def receive(ctx, request):
    text = await request.text()
    # Here the signature is verified: see below.
    args = json.loads(text)
    apply = internal.payments.apply
    return Response(await ctx.run_mutation(apply, args))


http = http_router()
http.route(path="/pay", method="POST", handler=receive)


def main(lab):
    states = {1: "open", 2: "paid", 3: "refunded"}
    for number in [1, 3, 2, 1]:
        state = states[number]
        news = {"payment": "p7", "number": number, "state": state}
        body = json.dumps({"event": f"e{number}", "news": news})
        answer = lab.fetch("/pay", method="POST", body=body)
        print(number, state, "→", answer.text())
    print(lab.table("payments"))
