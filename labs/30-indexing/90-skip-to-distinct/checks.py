"""Checks for "Skip to the next one"."""

from labkit.grader.checks import Context, check
from minivex import UNDEFINED, Value, internal_mutation
from minivex.values.order import encode

MISSING = UNDEFINED
TAGS = [
    MISSING,
    None,
    "red",
    "green",
    "blue",
    "",
    "re",
    "reddish",
    "Zoë",
    "李雷",
    0,
    -1.5,
    7,
    1_000,
]

Row = dict[str, Value]


@internal_mutation
async def add(ctx, tag):
    """A new item with a tag."""
    return await ctx.db.insert("items", {"name": "new", "tag": tag})


def fill(lab: Context, tags: list[object]) -> list[Row]:
    """One item for each tag; the oldest of each tag, in the order of the index."""
    lab.fresh()
    rows = [
        {"name": f"item {place}"} | ({} if tag is MISSING else {"tag": tag})
        for place, tag in enumerate(tags, start=1)
    ]
    lab.store("items", rows)
    oldest: dict[bytes, Row] = {}
    for row in lab.documents("items"):
        oldest.setdefault(encode(row.get("tag", MISSING)), row)
    return [oldest[key] for key in sorted(oldest)]


@check(
    "one-of-each", title="Every tag is there once, by its oldest item", hint="behind-the-last-one"
)
def one_of_each(lab: Context) -> None:
    many = [lab.choose(TAGS) for _ in range(80)]
    hidden = [f"tag {place * 7919 % 100}" for place in range(60)]
    for tags in (
        ["red", "green", "red", "blue", "green"],
        [],
        ["red"],
        [MISSING, MISSING],
        [None, MISSING, "red", None],
        [None, None],
        many,
        hidden,
    ):
        wanted = fill(lab, list(tags))
        lab.same_rows(lab.run("one_per_tag"), wanted, "one_per_tag()", fields=["tag"])


@check(
    "reads-one-per-tag",
    title="It reads one document for each tag, and at most one more",
    hint="skip-the-rest",
)
def reads_one_per_tag(lab: Context) -> None:
    tags = [lab.choose([MISSING, None, "green", "blue", 3, "a tag"]) for _ in range(1_000)]
    tags += ["red"] * 9_000
    wanted = fill(lab, tags)
    reads = lab.reads("one_per_tag")
    lab.same_rows(reads.value, wanted, "one_per_tag()", fields=["tag"])
    returned = f"{len(wanted)} of {len(tags):,} items"
    lab.reads_at_most(
        reads, lab.amount("tags", len(wanted)) + 1, "one_per_tag()", returned=returned
    )


@check(
    "known-tags-do-not-disturb",
    title="A new item of a known tag does not make an open menu run again",
    hint="leave-the-ends-alone",
)
def known_tags_do_not_disturb(lab: Context) -> None:
    fill(lab, [MISSING, None, "blue", "red", "red", 7])
    for tag in (None, "blue", "red", 7):
        after = lab.call("checks:add", by="somebody", tag=tag)
        ran = lab.reruns("one_per_tag", {}, after=after)
        lab.note(tag=lab.show(tag), ranges=str(lab.reads("one_per_tag")))
        if ran:
            lab.fail(
                f"one_per_tag() ran again because of a new item with tag = {lab.show(tag)}, which it shows "
                "already. It has read the place where that item went.",
                verdict="costly",
            )
