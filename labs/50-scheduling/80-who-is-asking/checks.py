"""Checks for "Who is asking?"."""

from collections.abc import Mapping

from labkit.grader.checks import Context, Outcome, check
from minivex import ConvexError, Raised, Value, internal_mutation
from minivex.functions.definitions import Function

HOUR_MS = 3_600_000
ONE, TWO = "https://one.example", "https://two.example"
ADA = {"subject": "u1", "issuer": ONE, "name": "Ada"}
OTHER_ADA = {"subject": "u1", "issuer": TWO, "name": "Ada"}
CY = {"subject": "u2", "issuer": ONE, "name": "Cy"}
STRANGER = {"subject": "u3", "issuer": TWO, "name": "Ada"}

Identity = Mapping[str, Value]


@internal_mutation
async def remove(ctx, member_id):
    """The club loses a member; how many posts there are under that name."""
    posts = [post for post in await ctx.db.query("posts").collect() if post["author"] == member_id]
    await ctx.db.delete("members", member_id)
    return len(posts)


@internal_mutation
async def change(ctx, member_id, fields):
    """The club changes what it knows about a member."""
    await ctx.db.patch("members", member_id, fields)


def join(lab: Context, *identities: Identity, may_post: bool = True) -> list[str]:
    """Members who may post, or not; their ids."""
    return lab.seed(
        "members",
        token=[f"{each['issuer']}|{each['subject']}" for each in identities],
        name=[each["name"] for each in identities],
        may_post=[may_post] * len(identities),
    )


def ask(lab: Context, who: Identity, text: str, delay_ms: int = HOUR_MS) -> None:
    """Somebody asks for a post, as a browser does."""
    with lab.signed_in(**who):
        told = lab.run("publish_later", text=text, delay_ms=delay_ms)
    lab.equal(told, None, f'publish_later("{text}", {delay_ms:,}) returned {{}}')


def authors(lab: Context) -> list[tuple[Value, Value]]:
    """Text and author of each post."""
    return [(row["text"], row["author"]) for row in lab.documents("posts")]


@check("right-author", title="A post appears in time, under the right name", hint="note-who-asks")
def right_author(lab: Context) -> None:
    people = {"Ada": ADA, "The other Ada": OTHER_ADA, "Cy": CY}
    ids = dict(zip(people, join(lab, *people.values()), strict=True))
    for number, (name, delay_ms) in enumerate(
        (
            ("Ada", HOUR_MS),
            ("The other Ada", 0),
            ("Cy", 5_000),
            ("Ada", 0),
            ("The other Ada", HOUR_MS),
        )
    ):
        before = len(authors(lab))
        ask(lab, people[name], f"post {number}", delay_ms)
        story = f"{name} ({lab.show(ids[name])}) asked for a post in {delay_ms:,} ms"
        lab.note(story=f"{story}.")
        if delay_ms:
            lab.advance(delay_ms - 1)
            early = len(authors(lab)) - before
            lab.note(wrong="It was there too early.")
            lab.equal(
                early, 0, f"{story}. After {delay_ms - 1:,} ms the number of new posts is {{}}"
            )
            lab.advance(1)
        else:
            lab.advance(0)
        found = authors(lab)[before:]
        failed = [job for job in lab.jobs() if job.state == "failed"]
        if not found and failed:
            said = lab.names.text(failed[-1].error.splitlines()[0])
            lab.note(wrong=f"There was none: the job failed with {said}.")
            lab.fail(f"{story}. The job {failed[-1].function.rpartition(':')[2]} failed: {said}")
        pending = [job for job in lab.jobs() if job.state == "pending"]
        if not found and pending:
            late = f"{pending[-1].due_ms - lab.now_ms:,.0f} ms later"
            lab.note(wrong=f"There was none: the job is due {late}.")
            lab.fail(f"{story}. There is no new post then; the job is due {late}.")
        shown = lab.show([author for _, author in found])
        lab.note(wrong=f"The authors of the new posts are {shown}.")
        lab.equal(
            [author for _, author in found],
            [ids[name]],
            f"{story}. The authors of the new posts are {{}}",
        )
        lab.equal(found[0][0], f"post {number}", f"{story}. The text of the post is {{}}")


@check("refused-at-once", title="Who may not post is told so at once", hint="look-when-asked")
def refused_at_once(lab: Context) -> None:
    join(lab, ADA)
    join(lab, CY, may_post=False)
    for who, said, code in (
        (None, "a visitor, who is not signed in,", "UNAUTHENTICATED"),
        (STRANGER, "somebody who is no member", "FORBIDDEN"),
        (OTHER_ADA, "somebody with the name of a member", "FORBIDDEN"),
        (CY, "a member who may not post", "FORBIDDEN"),
    ):
        lab.note(said=said[0].upper() + said[1:], code=code)
        with lab.after(f"{said[0].upper()}{said[1:]} asked for a post:"):
            refused(lab, who, code)
        jobs = [job for job in lab.jobs() if job.state == "pending"]
        if jobs:
            lab.fail(
                f"{said[0].upper()}{said[1:]} was refused, and a job is pending all the same: "
                f"{jobs[0].function.rpartition(':')[2]}."
            )
    lab.advance(HOUR_MS)
    lab.equal(
        len(authors(lab)), 0, "Everybody was refused. An hour later the number of posts is {}"
    )


def refused(lab: Context, who: Identity | None, code: str) -> None:
    """The call must raise ``code``."""
    if who is None:
        lab.refuses(code, "publish_later", text="no", delay_ms=1_000)
        return
    with lab.signed_in(**who):
        lab.refuses(code, "publish_later", text="no", delay_ms=1_000)


def names_of(function: Function) -> set[str]:
    """The arguments that a function takes."""
    fields = getattr(function.args, "fields", None)
    if fields is not None:
        return set(fields)
    code = function.handler.__code__
    return set(code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount])


@check(
    "only-the-scheduler",
    title="Nobody posts under another name, or past the rules, by calling something else",
    hint="internal-and-no-names",
)
def only_the_scheduler(lab: Context) -> None:
    attackers = {"a visitor": None, "a stranger": STRANGER, "Cy, who may not post,": CY}
    join(lab, CY, may_post=False)
    ada, other = join(lab, ADA, OTHER_ADA)
    ask(lab, ADA, "hello")
    jobs = [job for job in lab.jobs() if job.state == "pending"]
    args = {**jobs[-1].args} if jobs else {}
    public = [
        path
        for path, function in lab.program.functions.items()
        if path.startswith(f"{lab.program.module}:") and function.kind != "query"
    ]
    start = lab.world
    for name, who in (*attackers.items(), ("The other Ada", OTHER_ADA)):
        for path in public:
            if path.endswith(":publish_later"):
                continue
            wanted = names_of(lab.program.functions[path])
            for given in (args, {key: value for key, value in args.items() if key in wanted}):
                lab.world = start.fork()
                from_browser(lab, who, path, given)
                what = path.rpartition(":")[2]
                lab.note(
                    attack=f"From a browser, {name} called {what}, with the arguments of Ada's job."
                )
                lab.equal(
                    len(authors(lab)),
                    0,
                    f"Ada had asked for a post in an hour. {name[0].upper()}{name[1:]} called {what} with "
                    "the arguments of that job from a browser, and the number of posts is {}",
                )
    lab.world = start
    more = (set(args) | names_of(lab.program.functions[f"{lab.program.module}:publish_later"])) - {
        "text",
        "delay_ms",
    }
    known = [args[key] for key in args if key not in ("text", "delay_ms")]
    for key in sorted(more):
        for value in (*known, ada, f"{ONE}|u1", {**ADA, "tokenIdentifier": f"{ONE}|u1"}):
            lab.world = start.fork()
            from_browser(
                lab, OTHER_ADA, "publish_later", {"text": "forged", "delay_ms": 0, key: value}
            )
            lab.advance(0)
            forged = [author for text, author in authors(lab) if text == "forged"]
            lab.note(attack=f"The other Ada called publish_later with {key} = {lab.show(value)}.")
            if any(author != other for author in forged):
                lab.fail(
                    f"The other Ada ({lab.show(other)}) called publish_later from a browser, with {key} = "
                    f"{lab.show(value)}, and the author of the post is {lab.show(forged[0])}."
                )
    lab.world = start


def from_browser(
    lab: Context, who: Identity | None, function: str, args: Mapping[str, Value]
) -> Raised | None:
    """Call what a browser can call; errors are what it should get."""
    if who is None:
        told = lab.from_outside(function, **args)
    else:
        with lab.signed_in(**who):
            told = lab.from_outside(function, **args)
    return told if isinstance(told, Raised) and isinstance(told.error, ConvexError) else None


@check(
    "still-may",
    title="A member who may not post any more has no further post",
    hint="look-again",
)
def still_may(lab: Context) -> None:
    for story, call, args, wanted in (
        ("was removed", "checks:remove", {}, 0),
        ("lost the right to post", "checks:change", {"fields": {"may_post": False}}, 0),
        ("was renamed", "checks:change", {"fields": {"name": "Cy"}}, 1),
    ):
        lab.fresh()
        (ada,) = join(lab, ADA)
        join(lab, OTHER_ADA, CY)
        ask(lab, ADA, "hello")
        lab.advance(HOUR_MS // 2)
        lab.run(call, member_id=ada, **args)
        lab.advance(HOUR_MS)
        lab.note(story=f"Ada asked for a post, and {story} before it was due.")
        lab.equal(
            len(authors(lab)),
            wanted,
            f"Ada asked for a post in an hour, and {story} half an hour later. The number of posts is {{}}",
        )
    lab.fresh()
    (ada,) = join(lab, ADA)
    ask(lab, ADA, "hello")
    for may_post in (False, True):
        lab.run("checks:change", member_id=ada, fields={"may_post": may_post})
    lab.advance(HOUR_MS)
    lab.note(story="Ada lost the right to post, and had it again when the post was due.")
    lab.equal(
        len(authors(lab)),
        1,
        "Ada asked for a post, lost the right to post, and had it again when the post was due. "
        "The number of posts is {}",
    )


@check(
    "removed-at-the-same-time",
    title="A member who is removed at the same moment has no post afterwards",
    hint="look-where-you-post",
)
def removed_at_the_same_time(lab: Context) -> None:
    (ada,) = join(lab, ADA)
    ask(lab, ADA, "hello", delay_ms=0)

    def none_afterwards(outcome: Outcome) -> str | None:
        before = outcome.returned["the club"]
        after = len(outcome.documents("posts"))
        if after == before:
            return None
        lab.note(seen="when Ada was removed there was no post, and then there was one.")
        return f"When Ada was removed she had {before} posts. When all was done she had {after}."

    lab.holds_with_jobs(
        [lab.call("checks:remove", by="the club", member_id=ada)],
        none_afterwards,
        label="the job and a removal",
    )
