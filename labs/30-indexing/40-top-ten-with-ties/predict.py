"""Three results of 90, one after another: how the starter shows them."""

from labkit.grader.rehearsal import Rehearsal


def answer(lab: Rehearsal) -> str:
    """The names on the board."""
    for player in ("Ada", "Bo", "Cy"):
        lab.run("record", player=player, score=90)
    return ", ".join(row["player"] for row in lab.run("top_ten"))
