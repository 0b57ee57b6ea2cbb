# payments.py
import hmac
import json

from minivex import Response, define_schema, define_table, v
from minivex import http_action, http_router, internal, internal_mutation

payment = {"payment": v.string(), "number": v.number(), "state": v.string()}
schema = define_schema({
    "events": define_table({"event": v.string()}).index("by_event", ["event"]),
    "payments": define_table(payment).index("by_payment", ["payment"]),
})


@internal_mutation(args={"event": v.string(), **payment})
async def apply(ctx, event, payment, number, state):
    events = ctx.db.query("events")
    if await events.with_index("by_event", lambda q: q.eq("event", event)).first():
        return "seen before"
    await ctx.db.insert("events", {"event": event})
    rows = ctx.db.query("payments")
    row = await rows.with_index("by_payment", lambda q: q.eq("payment", payment)).unique()
    news = {"payment": payment, "number": number, "state": state}
    if row is None:
        await ctx.db.insert("payments", news)
    elif number <= row["number"]:
        return "older than what is known"
    else:
        await ctx.db.patch("payments", row["_id"], news)
    return "applied"


def sign(text):
    return hmac.new(b"the secret", text.encode(), "sha256").hexdigest()


@http_action
async def receive(ctx, request):
    text = await request.text()
    signature = request.headers.get("x-signature", "")
    if not hmac.compare_digest(sign(text), signature):
        return Response("bad signature", 401)
    event = json.loads(text)
    answer = await ctx.run_mutation(internal.payments.apply, event)
    return Response(answer)


http = http_router()
http.route(path="/payments", method="POST", handler=receive)


def main(lab):
    for number, state in [(1, "open"), (3, "refunded"), (2, "paid"), (1, "open")]:
        event = {"event": f"e{number}", "payment": "p7", "number": number, "state": state}
        text = json.dumps(event)
        headers = {"X-Signature": sign(text)}
        answer = lab.fetch("/payments", method="POST", headers=headers, body=text)
        print(number, state, "→", answer.text())
    print(lab.fetch("/payments", method="POST", body="{}").text())
    print(lab.table("payments"))
