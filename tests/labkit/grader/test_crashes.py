"""A check lets the worker die at every step, and says what came of it in the learner's words."""

from __future__ import annotations

import pytest

from labkit.grader.checks import Outcome
from labkit.grader.exercise import Exercise
from labkit.grader.failure import CheckFailed
from labkit.grader.folder import read_files
from labkit.grader.grade import grade
from labkit.grader.replayed import Replayed
from labkit.harness.service import Answer, Service
from labkit.harness.worker_play import Unanswered
from minivex.functions.ports import NOBODY
from tests.labkit.conftest import LABS
from tests.labkit.grader.shop import shop
from tests.labkit.report_schema import violations


def a_mail_each(outcome: Outcome) -> str | None:
    orders, mails = len(outcome.documents("orders")), len(outcome.documents("mails"))
    return None if orders == mails else f"orders: {orders}, mails: {mails}."


def broken(function: str, **args: str) -> CheckFailed:
    lab = shop()
    with pytest.raises(CheckFailed) as caught:
        lab.crash_anywhere(lab.call(function, by="ada", **args), a_mail_each, label="one order")
    return caught.value


def test_a_job_of_a_mutation_survives_every_crash() -> None:
    lab = shop()
    lab.crash_anywhere(lab.call("place", by="ada", item="tea"), a_mail_each, label="x", crashes=2)
    explored = lab.explored
    assert explored is not None
    assert (explored.orders, explored.crash_points, explored.crash_runs) == (0, 26, 18)


def test_the_first_crash_that_breaks_it_is_told_with_the_learners_lines() -> None:
    failed = broken("place_in_steps", item="tea")
    assert failed.message == (
        'The worker died while place_in_steps("tea") was on its way, after store had committed and '
        "before scheduler.run_after(…) (line 28). orders: 1, mails: 0."
    )
    assert failed.verdict == "unsafe"
    assert str(failed.schedule) == "test.one-order.1.aax"


def test_a_crash_is_drawn_as_moves_of_its_lane() -> None:
    timeline = broken("place_in_steps", item="tea").timeline
    assert timeline is not None
    assert [move["n"] for move in timeline["moves"]] == list(range(1, 8))
    assert [move["kind"] for move in timeline["moves"]][-3:] == ["commit", "crash", "restart"]
    crash, restart = timeline["moves"][-2:]
    assert crash["lane"] == "a"
    assert crash["text"].startswith('The worker died while place_in_steps("tea") was on its way')
    assert restart["text"].startswith("A new worker starts.")


def test_a_wait_says_how_long_it_was_and_a_job_has_a_lane() -> None:
    lab = shop()
    outcome, timeline = lab.with_worker([lab.call("place", by="ada", item="tea")])
    assert [lane["title"] for lane in timeline["lanes"]] == ['place("tea")', "job#1 mail(orders#1)"]
    (wait,) = [move for move in timeline["moves"] if move["kind"] == "wait"]
    assert wait["text"] == "1 second passes; the next job is due."
    assert wait["lane"] == "b"
    assert [job.state for job in outcome.jobs("shop:mail")] == ["success"]


def test_a_timeline_with_a_crash_fits_the_schema_of_reports() -> None:
    files = read_files(LABS / "50-scheduling/10-mail-for-every-order")
    report = grade(Exercise.from_files(files), files["starter.py"]).to_json()
    assert report["summary"].startswith("Right when nothing goes wrong, but a crash breaks it")
    kinds = {move["kind"] for move in report["failure"]["timeline"]["moves"]}
    assert {"crash", "restart"} <= kinds
    assert not violations(report)


def test_what_fails_without_a_crash_is_wrong_and_not_unsafe() -> None:
    lab = shop()
    with pytest.raises(CheckFailed) as caught:
        lab.crash_anywhere(
            lab.call("place", by="ada", item="tea"), lambda _: "Never right.", label="x"
        )
    assert caught.value.verdict == "wrong"
    assert caught.value.message == "Never right."


def test_an_invariant_may_be_asked_for_right_after_the_crash() -> None:
    lab = shop()

    def no_order_yet(outcome: Outcome) -> str | None:
        return "An order is there." if outcome.documents("orders") else None

    with pytest.raises(CheckFailed, match="An order is there"):
        lab.crash_anywhere(
            lab.call("place", by="ada", item="tea"), lambda _: None, at_once=no_order_yet, label="x"
        )


def test_a_client_without_an_answer_may_ask_again() -> None:
    lab = shop()
    seen: set[int] = set()

    def count(outcome: Outcome) -> str | None:
        seen.add(len(outcome.documents("orders")))
        return a_mail_each(outcome)

    call = lab.call("place", by="ada", item="tea")
    lab.crash_anywhere(call, count, label="gives up")
    assert seen == {0, 1}
    seen.clear()
    lab.crash_anywhere(call, count, label="again", unanswered=Unanswered.ASKS_AGAIN)
    assert seen == {1, 2}


def test_a_global_does_not_survive_a_crash() -> None:
    lab = shop()
    calls = [lab.call("remember", by=who, item="tea") for who in ("ada", "bo")]

    def one(outcome: Outcome) -> str | None:
        return None if len(outcome.documents("orders")) == 1 else "Stored twice."

    with pytest.raises(CheckFailed, match=r"The worker died .* Stored twice"):
        lab.crash_anywhere(calls, one, label="x", unanswered=Unanswered.ASKS_AGAIN)


def test_jobs_that_never_end_are_stopped() -> None:
    lab = shop()
    with pytest.raises(CheckFailed, match="Let them come to an end"):
        lab.crash_anywhere(lab.call("for_ever", by="ada"), lambda _: None, label="x")


def test_a_fault_schedule_can_be_played_again() -> None:
    id = broken("place_in_steps", item="tea").schedule
    lab = shop()
    lab.only = id
    with pytest.raises(Replayed) as caught:
        lab.crash_anywhere(
            lab.call("place_in_steps", by="ada", item="tea"), a_mail_each, label="one order"
        )
    assert caught.value.sentence == "orders: 1, mails: 0."
    assert caught.value.timeline["moves"][-1]["kind"] == "restart"


def paid(bank: Service, *script: Answer, crashes: int = 0) -> list[tuple[int, int, int]]:
    """Requests, payments and receipts at the end of each run."""
    lab = shop(bank)
    lab.meets(bank, *script)
    ends: list[tuple[int, int, int]] = []

    def note(outcome: Outcome) -> None:
        ends.append((len(bank.requests), len(bank.done), len(outcome.documents("receipts"))))

    lab.crash_anywhere(
        lab.call("pay_later", by="ada", item="tea"), note, label="x", crashes=crashes
    )
    return ends


@pytest.mark.parametrize(
    ("answer", "end"),
    [
        (Answer.WORKS, (1, 1, 1)),
        (Answer.FAILS, (1, 0, 0)),
        (Answer.LOST, (1, 1, 0)),
        (Answer.LATE, (1, 1, 1)),
        (Answer.FAILS_LATE, (1, 0, 0)),
        (Answer.HANGS, (1, 0, 0)),
    ],
)
def test_a_service_does_what_its_script_says(answer: Answer, end: tuple[int, int, int]) -> None:
    assert paid(Service("bank", "pay"), answer) == [end]


def test_the_timeline_says_what_the_bank_did_and_not_how_it_is_made() -> None:
    bank = Service("bank", "pay")
    lab = shop(bank)
    lab.meets(bank, Answer.LATE)
    _, timeline = lab.with_worker([lab.call("pay_later", by="ada", item="tea")])
    said = [move["text"] for move in timeline["moves"] if "bank" in move["text"]]
    assert said[:4] == [
        'Line 54: run_action(internal.bank.pay, {"key": "tea", "amount": 3}).',
        "The request reaches the bank: it does what it is asked, and its answer takes long.",
        "The bank does not answer yet.",
        "The answer of the bank arrives, late.",
    ]


def test_of_its_books_the_engine_shows_the_state_of_a_job() -> None:
    lab = shop()
    _, timeline = lab.with_worker([lab.call("place", by="ada", item="tea")])
    written = [write for move in timeline["moves"] for write in move["writes"]]
    assert [each["text"] for each in written if each["document"] == "job#1"] == [
        'state = "pending"',
        'state = "inProgress"',
        'state = "success"',
    ]
    assert not [
        move for move in timeline["moves"] for read in move["reads"] if "_sch" in read["index"]
    ]


def test_an_action_may_die_before_and_after_the_bank_is_asked() -> None:
    ends = set(paid(Service("bank", "pay"), crashes=1))
    assert {(0, 0, 0), (1, 1, 0), (1, 1, 1)} == ends


def test_a_key_that_was_seen_gets_the_first_receipt_and_pays_nothing() -> None:
    bank = Service("bank", "pay")
    lab = shop(bank)
    lab.meets(bank, Answer.LOST)
    for _ in range(3):
        lab.run("pay_later", item="tea")
        lab.settle()
    assert [each.receipt for each in bank.requests] == ["bank 1", None, None]
    assert [row["receipt"] for row in lab.documents("receipts")] == ["bank 1", "bank 1"]


def test_jobs_and_calls_meet_in_every_order() -> None:
    lab = shop()
    lab.run("place", item="tea")
    lab.sleep(1000)
    seen: list[int] = []

    def note(outcome: Outcome) -> None:
        seen.append(len(outcome.documents("mails")))

    lab.holds_with_jobs([lab.call("place", by="ada", item="cup")], note, label="x")
    assert set(seen) == {2}
    assert lab.explored is not None
    assert lab.explored.orders == 6


def test_a_job_that_reads_is_run_again_when_a_call_overtakes_it() -> None:
    lab = shop()
    lab.world.commit_alone(
        lambda transaction: lab.world.jobs.schedule(
            transaction, "shop:look_twice", {}, due_ms=lab.now_ms, caller=NOBODY
        )
    )
    seen: set[object] = set()

    def note(outcome: Outcome) -> None:
        seen.update(row["receipt"] for row in outcome.documents("receipts"))

    lab.holds_with_jobs([lab.call("place", by="ada", item="cup")], note, label="x")
    assert seen == {"0", "1"}
