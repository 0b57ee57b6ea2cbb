"""Checks for "A range, not a scan"."""

from labkit.grader.checks import Context, check
from minivex import internal_mutation

NAMES = ["bo", "bob", "Bo", "b", "Zoë", "李雷", ""]


@internal_mutation
async def send(ctx, to):
    """Somebody writes to somebody."""
    return await ctx.db.insert("messages", {"workspace": "acme", "to": to, "text": "hello"})


def fill(lab: Context, names: list[str]) -> None:
    """One message for each name, in that order."""
    lab.fresh()
    lab.seed("messages", workspace=["acme"] * len(names), to=names, text=["hello"] * len(names))


@check("returns-the-inbox", title="An inbox has its own messages, oldest first", hint="one-name")
def returns_the_inbox(lab: Context) -> None:
    mixed = [str(lab.choose(NAMES)) for _ in range(60)]
    for names in ([], ["bo"], mixed, ["bo"] * 130 + mixed):
        fill(lab, names)
        rows = lab.documents("messages")
        for name in [*NAMES, "nobody"]:
            mine = [row for row in rows if row["to"] == name]
            call = f"inbox({lab.show(name)})"
            lab.same_rows(lab.run("inbox", to=name), mine, call, fields=["to"])


@check(
    "reads-only-the-inbox",
    title="It reads at most one document more than it returns",
    hint="read-a-range",
)
def reads_only_the_inbox(lab: Context) -> None:
    for size, bo in ((1_000, 12), (10_000, 12)):
        every = size // bo
        rest = [f"user {place % 50}" for place in range(size // 10)]
        names = ["ada"] * (size - len(rest) - bo) + rest
        for place in range(bo):
            names.insert(place * every, "bo")
        fill(lab, names)
        call, returned = 'inbox("bo")', f"{bo} of {size:,} messages"
        reads = lab.reads("inbox", to="bo")
        lab.reads_at_most(reads, lab.amount("messages to bo", bo) + 1, call, returned=returned)


@check(
    "others-do-not-disturb",
    title="A message for somebody else does not make an open inbox run again",
    hint="stay-in-the-range",
)
def others_do_not_disturb(lab: Context) -> None:
    fill(lab, ["ada", "bo", "zoe", "bo"])
    for name in ("ada", "bob", "a", "zoe"):
        reruns = lab.reruns("inbox", {"to": "bo"}, after=lab.call("checks:send", by=name, to=name))
        reads = lab.reads("inbox", to="bo")
        lab.note(ranges=str(reads), other=lab.show(name))
        if reruns:
            lab.fail(
                f'inbox("bo") ran again because of a message for {lab.show(name)}. It reads {reads}, '
                "and the new message lies in there.",
                verdict="costly",
            )
