"""Checks for "A bounded feed"."""

from labkit.grader.checks import Context, check
from minivex import Value

SIZE = 20
NAMES = ["ada", "bo", "Zoë", "李雷", "eve"]

Row = dict[str, Value]


def fill(lab: Context, posts: list[tuple[str, bool]]) -> list[Row]:
    """Store a post for each author and flag, in that order; what is stored then."""
    lab.fresh()
    lab.store(
        "posts", [{"author": who, "hidden": hidden, "text": "a post"} for who, hidden in posts]
    )
    return lab.documents("posts")


def compare(lab: Context, rows: list[Row], authors: list[str]) -> None:
    """The feed must be the newest visible posts of ``authors``."""
    visible = [row for row in rows if row["author"] in authors and not row["hidden"]]
    call = f"feed({lab.show(authors)})"
    lab.same_rows(
        lab.run("feed", authors=authors), visible[::-1][:SIZE], call, fields=["author", "hidden"]
    )


def passed_over(rows: list[Row], authors: list[str]) -> int:
    """How many hidden posts lie before the twentieth visible one of each author, together."""
    skipped = 0
    for author in authors:
        visible = 0
        for row in reversed(rows):
            if row["author"] != author:
                continue
            if row["hidden"]:
                skipped += 1
            else:
                visible += 1
                if visible == SIZE:
                    break
    return skipped


def within_budget(lab: Context, rows: list[Row], authors: list[str], *, what: str) -> None:
    """At most twenty documents for each author, and the hidden ones."""
    skipped = passed_over(rows, authors)
    reads = lab.reads("feed", authors=authors)
    call = f"feed of {len(authors)} authors, {what},"
    limit = SIZE * lab.amount("authors", len(authors)) + lab.amount("hidden posts", skipped)
    count = len(reads.value) if isinstance(reads.value, list) else 0
    lab.reads_at_most(reads, limit, call, returned=f"{count} of {len(rows):,} posts")


@check(
    "exact-feed",
    title="The feed is the 20 newest visible posts of those authors",
    hint="merge-by-time",
)
def exact_feed(lab: Context) -> None:
    rows = fill(lab, [])
    compare(lab, rows, NAMES)
    names = [str(lab.choose(NAMES)) for _ in range(80)]
    mixed = [(name, name == "eve" and place % 2 == 0) for place, name in enumerate(names)]
    rows = fill(
        lab, [("ada", False)] * 30 + mixed + [("bo", False)] * 25 + [("eve", False), ("eve", True)]
    )
    for authors in ([], ["ada"], ["ada", "bo"], ["Zoë", "李雷"], ["nobody", "eve"], NAMES):
        compare(lab, rows, list(authors))


@check("full-though-hidden", title="Hidden posts leave no hole", hint="drop-before-you-count")
def full_though_hidden(lab: Context) -> None:
    rows = fill(
        lab, [("ada", False), ("bo", False)] * 20 + [("ada", True)] * 60 + [("bo", False)] * 4
    )
    compare(lab, rows, ["ada"])
    compare(lab, rows, ["ada", "bo"])
    rows = fill(lab, [("ada", True)] * 50)
    compare(lab, rows, ["ada", "bo"])


@check("strangers-cost-nothing", title="What others post costs nothing", hint="a-range-for-each")
def strangers_cost_nothing(lab: Context) -> None:
    quiet = [(name, False) for name in NAMES for _ in range(3)]
    rows = fill(lab, [*quiet, *[("a stranger", False), ("cy", False)] * 2_500])
    compare(lab, rows, NAMES)
    within_budget(lab, rows, NAMES, what="beside 5,000 posts of strangers")


@check(
    "one-author-has-many",
    title="One busy author costs no more than twenty",
    hint="bound-each-range",
)
def one_author_has_many(lab: Context) -> None:
    posts = [("ada", place % 100 == 7) for place in range(2_000)]
    for place in range(60):
        posts.insert(place * 30, (NAMES[1 + place % 4], False))
    rows = fill(lab, posts)
    compare(lab, rows, NAMES)
    within_budget(lab, rows, NAMES, what="one of them with 2,000 posts")
