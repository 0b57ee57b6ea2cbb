"""PUT /upload/<name> stores the body and names it, in one request."""

from minivex import Response, api, http_action, http_router


@http_action
async def upload(ctx, request):
    name = request.path.removeprefix("/upload/")
    file = await ctx.storage.store(await request.blob())
    await ctx.run_mutation(api.attachments.keep, {"file": file, "name": name})
    return Response(await ctx.storage.get_url(file), 201)


http = http_router()
http.route(path_prefix="/upload/", method="PUT", handler=upload)
