"""Two events, two looks: the starter in an order in which the first to begin is the last to commit."""

from labkit.grader.rehearsal import Rehearsal


def answer(lab: Rehearsal) -> str:
    """What the two calls of consume return."""
    told = lab.play(
        [
            lab.call("add", by="Ada", text="ada"),
            lab.call("add", by="Bo", text="bo"),
            lab.call("consume", by="the first look"),
            lab.call("consume", by="the second look"),
        ],
        "abbccadd",
    )
    first, second = told.returned["the first look"], told.returned["the second look"]
    return f"{_texts(first)}, then {_texts(second)}"


def _texts(told: object) -> str:
    assert isinstance(told, list), "the starter returns a list"
    return " and ".join(f"`{text}`" for text in told) or "nothing"
