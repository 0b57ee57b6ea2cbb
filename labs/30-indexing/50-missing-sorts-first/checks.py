"""Checks for "Missing sorts first"."""

import math

from labkit.grader.checks import Context, check
from minivex import UNDEFINED, Int64, Value

MISSING = UNDEFINED
NUMBERS = [5, -3, 10, 0, 9.5, 9.5, -math.inf, -1e15, 1e15, math.inf, -0.5, 10, 9.5]
OTHERS = [
    MISSING,
    None,
    Int64(3),
    Int64(-5),
    Int64(2**63 - 1),
    Int64(-(2**63)),
    "7",
    "",
    "Zoë",
    math.nan,
]
LIMITS = [10, 9.5, 0, -1, 1_000, math.inf, -math.inf]


def fill(lab: Context, scores: list[object]) -> None:
    """One row for each score; a missing one leaves the field out."""
    lab.fresh()
    rows: list[dict[str, Value]] = [
        {"player": f"player {place}"} | ({} if score is MISSING else {"score": score})
        for place, score in enumerate(scores, start=1)
    ]
    lab.store("scores", rows)


def compare(lab: Context, limit: float) -> None:
    """``below(limit)`` must return the numbers below it, in order."""
    wanted = sorted(
        (
            row
            for row in lab.documents("scores")
            if is_number(row.get("score", MISSING)) and row["score"] < limit
        ),
        key=lambda row: row["score"],
    )
    call = f"below({lab.show(limit)})"
    told = lab.run("below", limit=limit)
    lab.same_rows(told, wanted, call, fields=["score"])


def is_number(score: object) -> bool:
    return isinstance(score, int | float) and not math.isnan(score)


@check(
    "numbers-below",
    title="All numbers below the limit are there, lowest first",
    hint="where-numbers-begin",
)
def numbers_below(lab: Context) -> None:
    for scores in (NUMBERS, [], [10], [9.999_999]):
        fill(lab, scores)
        for limit in LIMITS:
            compare(lab, limit)


@check("nothing-else", title="Nothing that is not a number is there", hint="order-of-types")
def nothing_else(lab: Context) -> None:
    for scores in (
        [*NUMBERS, *OTHERS],
        OTHERS,
        [lab.choose([*NUMBERS, *OTHERS]) for _ in range(80)],
    ):
        fill(lab, scores)
        for limit in LIMITS:
            compare(lab, limit)


@check(
    "reads-only-numbers",
    title="It reads at most one document more than it returns",
    hint="bound-both-sides",
)
def reads_only_numbers(lab: Context) -> None:
    scores = [lab.choose([MISSING, MISSING, None, Int64(1), "7"]) for _ in range(1_800)]
    for place in range(200):
        scores.insert(place * 10, place % 20)
    fill(lab, scores)
    for limit, count in ((10, 100), (1, 10), (0, 0)):
        returned = f"{count} of {len(scores):,} rows"
        most = lab.amount("rows returned", count) + 1
        lab.reads_at_most(
            lab.reads("below", limit=limit), most, f"below({limit})", returned=returned
        )
