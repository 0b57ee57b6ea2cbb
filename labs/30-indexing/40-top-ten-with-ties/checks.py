"""Checks for "Top ten, with ties"."""

from labkit.grader.checks import Context, check
from minivex import Value

TEN = 10
SHOWN_MAX = 12
PLAYERS = ["ada", "bo", "Zoë", "李雷"]


def board(lab: Context, scores: list[float]) -> None:
    """Record the scores in this order, then compare the board."""
    lab.fresh()
    players = [*PLAYERS, *(f"player {place}" for place in range(len(PLAYERS) + 1, len(scores) + 1))]
    results = list(zip(players, scores, strict=False))
    for player, score in results:
        lab.run("record", player=player, score=score)
    wanted = sorted(results, key=lambda result: -result[1])[
        :TEN
    ]  # a stable sort keeps the earlier first
    given = ", ".join(lab.show(score) for score in scores[:SHOWN_MAX])
    given += ", …" if len(scores) > SHOWN_MAX else ""
    call = f"top_ten() after the scores {given}" if scores else "top_ten() with no score at all"
    told = lab.run("top_ten")
    lab.note(call=call, differ="returned another board")
    if not isinstance(told, list):
        lab.fail(f"{call}: returned {lab.show(told)}. Wanted: a list.")
    if len(told) != len(wanted):
        lab.fail(f"{call}: {len(told)} results. Wanted: {len(wanted)}.")
    for place, (row, (player, score)) in enumerate(zip(told, wanted, strict=True), start=1):
        seen = result_of(lab, call, row)
        if seen != (player, score):
            why = "was earlier" if seen[1] == score else "comes next"
            said = f"place {place} is {seen[0]} with {lab.show(seen[1])}"
            belongs = f"{player} with {lab.show(score)}"
            lab.note(differ=f"has {seen[0]} in place {place}, where {player} belongs")
            lab.fail(f"{call}: {said}. {belongs} {why} and belongs there.")


def result_of(lab: Context, call: str, row: Value) -> tuple[Value, Value]:
    """The player and the score of one result."""
    if not isinstance(row, dict) or not {"player", "score"} <= set(row):
        lab.fail(f"{call}: there is a result {lab.show(row)}. Wanted: one with player and score.")
    return row["player"], row["score"]


@check("best-first", title="The highest score comes first", hint="one-way-through-the-index")
def best_first(lab: Context) -> None:
    board(lab, [5, 90, 70.5, -3, 9, 10, 100, 0, 1_000_000, -200, 8, 7, 6])
    board(lab, [])
    board(lab, [0])
    board(lab, [-1, -2])


@check(
    "earlier-wins", title="Among equal scores the earlier one comes first", hint="backwards-is-all"
)
def earlier_wins(lab: Context) -> None:
    board(lab, [90, 90, 90])
    board(lab, [90] * 9 + [80] * 3)
    board(lab, [50] * 200 + [60] * 4)
    board(lab, [float(str(lab.choose([1, 2, 3]))) for _ in range(40)])


@check(
    "reads-ten",
    title="The board reads ten documents, whatever the table holds",
    hint="store-the-order",
)
def reads_ten(lab: Context) -> None:
    for place in range(2_000):
        lab.run("record", player=f"p{place}", score=90 if place % 10 else place // 100)
    reads = lab.reads("top_ten")
    lab.reads_at_most(
        reads, lab.amount("scores returned", TEN), "top_ten()", returned="10 of 2,000 scores"
    )
