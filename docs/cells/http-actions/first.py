# notes.py
from minivex import Response, http_action, http_router
from minivex import define_schema, define_table, v
from minivex import internal, internal_mutation

schema = define_schema({
    "notes": define_table({"text": v.string()}),
})


@internal_mutation(args={"text": v.string()})
async def add(ctx, text):
    await ctx.db.insert("notes", {"text": text})


@http_action
async def receive(ctx, request):
    try:
        body = await request.json()
    except ValueError:
        return Response("send JSON", 400)
    text = body.get("text") if isinstance(body, dict) else None
    if not isinstance(text, str):
        return Response("text is missing", 400)
    add = internal.notes.add
    await ctx.run_mutation(add, {"text": text})
    return Response(None, 201)


http = http_router()
http.route(method="POST", path="/notes", handler=receive)


def main(lab):
    bodies = ['{"text": "hello"}', '{"txt": "hello"}', "hello"]
    for body in bodies:
        answer = lab.fetch("/notes", method="POST", body=body)
        print(answer.status, answer.text())
    print(lab.fetch("/notes").text())
    print(lab.table("notes"))
