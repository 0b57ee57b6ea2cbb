"""Six rows with six kinds of score: what an open range below 10 returns."""

from labkit.grader.rehearsal import Rehearsal
from minivex import Int64

SAID = {
    frozenset({"minus three"}): "`-3`",
    frozenset({"minus three", "missing"}): "`-3` and the row without a score",
    frozenset({"minus three", "missing", "none", "bigint"}): (
        "`-3`, `None`, the bigint 500 and the row without a score"
    ),
    frozenset({"minus three", "missing", "none", "bigint", "text"}): "All but `10`",
}


def answer(lab: Rehearsal) -> str:
    """Which of them the starter returns."""
    rows = [
        {"player": "ten", "score": 10},
        {"player": "text", "score": "7"},
        {"player": "none", "score": None},
        {"player": "bigint", "score": Int64(500)},
        {"player": "minus three", "score": -3},
        {"player": "missing"},
    ]
    lab.store("scores", rows)
    return SAID[frozenset(row["player"] for row in lab.run("below", limit=10))]
