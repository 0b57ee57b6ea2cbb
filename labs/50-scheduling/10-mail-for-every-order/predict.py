"""The worker dies after the order's commit: the starter, with the crash between its two steps."""

from labkit.grader.rehearsal import Rehearsal


def answer(lab: Rehearsal) -> str:
    """What is there when all that was left to run has run."""
    (cup,) = lab.seed("items", name=["cup"], stock=[5])
    told = lab.play_with_worker([lab.call("place", by="ada", item_id=cup, customer="ada")], "aax")
    orders, mails = len(told.documents("orders")), len(told.documents("mails"))
    return {
        (0, 0): "No order and no mail",
        (1, 0): "An order and no mail",
        (1, 1): "An order and a mail",
    }.get((orders, mails), "A mail and no order")
