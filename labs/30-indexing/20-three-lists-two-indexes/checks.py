"""Checks for "Three lists, two indexes"."""

from collections.abc import Iterator

from labkit.grader.checks import Context, check
from minivex import Value

STATUSES = ["open", "waiting", "done"]
OWNERS = ["ada", "adam", "Zoë", "李雷"]
DUES = [-5, 0, 0.5, 10, 10, 10, 12, 20, 21]
SHOWN = ["owner", "status", "due"]
INDEXES_MAX = 2
WANTED_MAX = 1_000

Row = dict[str, Value]


def fill(lab: Context, rows: list[tuple[str, str, float]]) -> None:
    """One task for each owner, status and due."""
    lab.fresh()
    lab.store(
        "tasks",
        [{"owner": who, "status": state, "due": due, "title": "task"} for who, state, due in rows],
    )


def lists(rows: list[Row]) -> Iterator[tuple[str, dict[str, Value], list[Row]]]:
    """Every call worth trying, and the answer it must give."""

    def soonest(found: list[Row]) -> list[Row]:
        return sorted(found, key=lambda row: float(str(row["due"])))

    for status in STATUSES:
        of_status = [row for row in rows if row["status"] == status]
        yield "with_status", {"status": status}, soonest(of_status)
        for start, end in ((10, 20), (0, 10), (-100, 100), (12, 12), (30, 40)):
            span = [row for row in of_status if start <= float(str(row["due"])) < end]
            args: dict[str, Value] = {"status": status, "start": start, "end": end}
            yield "due_between", args, soonest(span)
        for owner in [*OWNERS, "nobody"]:
            mine = [row for row in of_status if row["owner"] == owner]
            yield "newest_of", {"owner": owner, "status": status}, mine[::-1]


@check("lists-are-right", title="Each list has its tasks, in its order", hint="order-of-the-key")
def lists_are_right(lab: Context) -> None:
    def some(count: int) -> list[tuple[str, str, float]]:
        return [
            (str(lab.choose(OWNERS)), str(lab.choose(STATUSES)), float(str(lab.choose(DUES))))
            for _ in range(count)
        ]

    for rows in (some(60), [], [("ada", "open", 10.0)], [("ada", "open", 10.0)] * 5):
        fill(lab, rows)
        for function, args, wanted in lists(lab.documents("tasks")):
            call = lab.title(lab.call(function, by="", **args))
            lab.same_rows(lab.run(function, **args), wanted, call, fields=SHOWN)


@check(
    "reads-what-it-returns",
    title="Each list reads no more documents than it returns",
    hint="equalities-first",
)
def reads_what_it_returns(lab: Context) -> None:
    rows = [("ada", "done", float(place % 40)) for place in range(4_500)]
    for place in range(500):
        state = "open" if place % 5 else "waiting"
        rows.insert(place * 10, (str(lab.choose(OWNERS)), state, float(place % 40)))
    fill(lab, rows)
    for function, args, wanted in lists(lab.documents("tasks")):
        if args["status"] == "waiting" or args.get("start", 10) != 10:
            continue
        if args.get("owner", "ada") != "ada" or len(wanted) > WANTED_MAX:
            continue
        call = lab.title(lab.call(function, by="", **args))
        returned = f"{len(wanted):,} of {len(rows):,} tasks"
        limit = lab.amount("tasks returned", len(wanted))
        lab.reads_at_most(lab.reads(function, **args), limit, call, returned=returned)


@check("two-indexes", title="The table has at most two indexes", hint="one-begins-with-the-other")
def two_indexes(lab: Context) -> None:
    indexes = lab.indexes("tasks")
    shown = ", ".join(f"{name} {lab.show(list(fields))}" for name, fields in indexes.items())
    lab.note(indexes=shown, count=str(len(indexes)))
    lab.measure(len(indexes), "indexes of tasks")
    if len(indexes) > INDEXES_MAX:
        lab.fail(
            f"tasks has {len(indexes)} indexes: {shown}. The budget is {INDEXES_MAX}. Each task is written "
            "into all of them.",
            verdict="costly",
        )
