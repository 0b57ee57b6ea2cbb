"""The bank never answers: the starter, with nothing left to run."""

from labkit.grader.rehearsal import Rehearsal
from labkit.harness.service import Answer, Service


def answer(lab: Rehearsal) -> str:
    """The state of the charge when nothing else will happen."""
    bank = Service("bank", "pay")
    lab.meets(bank, Answer.HANGS)
    told = lab.play_with_worker([lab.call("charge", by="the app", customer="ada", amount=30)])
    return str(told.documents("charges")[0]["state"])
