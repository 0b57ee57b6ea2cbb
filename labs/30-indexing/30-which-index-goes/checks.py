"""Checks for "Which index goes?"."""

from collections.abc import Iterator

from labkit.grader.checks import Context, check
from minivex import Value

AUTHORS = ["ada", "adam", "Zoë", "李雷"]
STATUSES = ["draft", "live", "old"]
TAGS = ["art", "arts", "köln"]
SHOWN = ["author", "status", "tag"]
INDEXES_MAX = 3
NEWEST = 10

Row = dict[str, Value]


def fill(lab: Context, rows: list[tuple[str, str, str]]) -> None:
    """One post for each author, status and tag."""
    lab.fresh()
    lab.store(
        "posts",
        [{"author": who, "status": state, "tag": tag, "text": ""} for who, state, tag in rows],
    )


def some(lab: Context, count: int) -> list[tuple[str, str, str]]:
    return [
        (str(lab.choose(AUTHORS)), str(lab.choose(STATUSES)), str(lab.choose(TAGS)))
        for _ in range(count)
    ]


def lists(rows: list[Row]) -> Iterator[tuple[str, dict[str, Value], list[Row]]]:
    """Every list worth asking for, and its answer."""

    def having(**wanted: Value) -> list[Row]:
        return [row for row in rows if all(row[name] == wanted[name] for name in wanted)]

    def by_author(found: list[Row]) -> list[Row]:
        return sorted(found, key=lambda row: str(row["author"]).encode())

    for author in [*AUTHORS, "nobody"]:
        yield "newest_by", {"author": author}, having(author=author)[::-1][:NEWEST]
        for status in STATUSES:
            found = having(author=author, status=status)
            yield "by_author_with", {"author": author, "status": status}, found[::-1]
        for tag in TAGS:
            found = having(author=author, tag=tag)
            yield "by_author_tagged", {"author": author, "tag": tag}, found
    for status in [*STATUSES, "none"]:
        yield "with_status", {"status": status}, by_author(having(status=status))
    for tag in [*TAGS, "none", "a", ""]:
        yield "with_tag", {"tag": tag}, by_author(having(tag=tag))


@check(
    "same-answers",
    title="The six answers and their order are what they were",
    hint="what-comes-behind",
)
def same_answers(lab: Context) -> None:
    for rows in (some(lab, 90), [], some(lab, 1)):
        fill(lab, rows)
        stored = lab.documents("posts")
        for function, args, wanted in lists(stored):
            call = lab.title(lab.call(function, by="", **args))
            lab.same_rows(lab.run(function, **args), wanted, call, fields=SHOWN)
        for tag in [*TAGS, "none", "a", ""]:
            call = f"is_used({lab.show(tag)})"
            lab.note(call=call, differ="gave another answer")
            is_used = any(row["tag"] == tag for row in stored)
            lab.equal(lab.run("is_used", tag=tag), is_used, f"{call} returned {{}}")


@check(
    "same-reads", title="No query reads more documents than it returns", hint="ask-what-is-sorted"
)
def same_reads(lab: Context) -> None:
    rows = [("ada", "live", "art")] * 1_800
    for place, row in enumerate(some(lab, 200)):
        rows.insert(place * 10, row)
    fill(lab, rows)
    size = f"{len(rows):,}"
    shown = [("ada", "live", "art"), ("ada", "draft", "arts"), ("nobody", "none", "none")]
    for function, args, wanted in lists(lab.documents("posts")):
        if not any(set(args.values()) <= set(row) for row in shown):
            continue
        call = lab.title(lab.call(function, by="", **args))
        returned = f"{len(wanted):,} of {size} posts"
        limit = lab.amount("posts returned", len(wanted))
        lab.reads_at_most(lab.reads(function, **args), limit, call, returned=returned)
    for tag in ("none", "art"):
        reads = lab.reads("is_used", tag=tag)
        call = f"is_used({lab.show(tag)})"
        lab.reads_at_most(reads, 1, call, returned=f"{reads.value}, with {size} posts")


@check("three-left", title="At most three indexes are left", hint="which-query-needs-it")
def three_left(lab: Context) -> None:
    indexes = lab.indexes("posts")
    shown = ", ".join(f"{name} {lab.show(list(fields))}" for name, fields in indexes.items())
    lab.note(indexes=shown, count=str(len(indexes)))
    lab.measure(len(indexes), "index entries written for each new post")
    if len(indexes) > INDEXES_MAX:
        lab.fail(
            f"{len(indexes)} indexes are left, so each new post is written into {len(indexes)} of them: "
            f"{shown}. The budget is {INDEXES_MAX}.",
            verdict="costly",
        )
