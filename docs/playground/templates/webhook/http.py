"""POST /webhook takes events of another service.

Try: run events:sample for a body and its signature. Send a request with that body and the header
x-signature. Send it again: the second one changes nothing. Then change a letter of the body.
"""

from minivex import Response, http_action, http_router, internal

from signing import is_signed


@http_action
async def receive(ctx, request):
    body = await request.bytes()
    if not is_signed(body, request.headers.get("x-signature", "")):
        return Response("The signature is not ours.", 401)
    try:
        event = await request.json()
        fields = {"event_id": event["id"], "type": event["type"]}
    except (ValueError, TypeError, KeyError):
        return Response("The body is no event.", 400)
    is_new = await ctx.run_mutation(internal.events.take, fields)
    return Response("taken" if is_new else "known already")


@http_action
async def health(ctx, request):
    return Response('{"ok": true}', 200, {"content-type": "application/json"})


http = http_router()
http.route(path="/webhook", method="POST", handler=receive)
http.route(path="/health", method="GET", handler=health)
