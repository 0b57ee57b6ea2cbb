"""The longer index in the place of the shorter one: which post comes first."""

from labkit.grader.rehearsal import Rehearsal
from minivex import Backend, functions_of, query


@query
async def first(ctx):
    """What `newest_by` would begin with."""
    posts = ctx.db.query("posts").with_index(
        "by_author_and_status", lambda q: q.eq("author", "ada")
    )
    return (await posts.order("desc").first())["text"]


def answer(lab: Rehearsal) -> str:
    """The first of three posts."""
    functions = functions_of({"first": first}, "posts")
    world = Backend(schema=lab.program.schema, functions=functions)
    written = [("published", "oldest"), ("published", "published last"), ("draft", "newest")]
    for status, text in written:
        world.load("posts", [{"author": "ada", "status": status, "tag": "x", "text": text}])
    return {
        "newest": "The newest post",
        "oldest": "The oldest post",
        "published last": "The newest of the status that sorts last",
    }[world.run("posts:first")]
