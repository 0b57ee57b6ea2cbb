"""What a context says has values, nouns, people and lines."""

from __future__ import annotations

import pytest

from labkit.grader.checks import Context, Outcome
from labkit.grader.failure import CheckFailed, Program
from labkit.grader.sandbox import Output, Source, captured, load
from minivex import functions_of
from minivex.schema.tables import Schema
from tests.labkit.grader.programs import COUNTERS


def context(text: str = COUNTERS, *, step_budget: int = 200) -> Context:
    source = Source("counters.py", text)
    namespace = load(source, "counters")
    schema = namespace["schema"]
    assert isinstance(schema, Schema)
    program = Program("counters", schema, functions_of(namespace, "counters"), source, step_budget)
    return Context(program, Output())


def failed(lab: Context, *, total: int, function: str, count: int = 2) -> CheckFailed:
    """How `count` concurrent calls break the rule that the counter ends at ``total``."""
    (id,) = lab.seed("counters", value=[0])

    def rule(outcome: Outcome) -> str | None:
        value = outcome.documents("counters")[0]["value"]
        return None if value == total else f"the counter holds {outcome.show(value)}."

    lanes = [lab.call(function, by=name, id=id) for name in ("ada", "bo", "cy")[:count]]
    with pytest.raises(CheckFailed) as caught, captured(lab.output):
        lab.holds_in_every_order(lanes, rule, label="test")
    return caught.value


def test_an_order_can_be_judged_by_what_a_query_answers_at_its_end() -> None:
    lab = context()
    (id,) = lab.seed("counters", value=[0])
    seen = set()

    def rule(outcome: Outcome) -> None:
        seen.add((outcome.ask("counters:read", id=id), outcome.documents("counters")[0]["value"]))

    lanes = [lab.call("add", by=name, id=id) for name in ("ada", "bo")]
    with captured(lab.output):
        lab.holds_in_every_order(lanes, rule, label="test")
    assert seen == {(2, 2)}


def test_an_order_that_breaks_the_rule_is_explained_by_lines() -> None:
    found = failed(context(), total=2, function="add_in_two")
    assert found.verdict == "unsafe"
    assert found.timeline is not None
    assert found.timeline["schedule"] == "abbbaa"
    assert found.message.startswith("the counter holds 1.")
    assert (
        "Your line 10 read counters#1 for ada at version 0; then bo committed version 1"
        in found.message
    )


def test_a_rule_broken_by_calls_one_after_another_is_wrong_and_not_unsafe() -> None:
    found = failed(context(), total=3, function="add")
    assert found.verdict == "wrong"
    assert found.message == "the counter holds 2."
    assert found.details["schedule"] == "aabb"


def test_a_call_that_raises_in_some_order_is_told_with_its_line() -> None:
    found = failed(context(), total=0, function="refuse")
    assert found.message == (
        'ada\'s refuse(counters#1) raised ConvexError({"code": "NO", "id": counters#1}) '
        "on your line 33."
    )


def test_a_mistake_in_some_order_is_an_error() -> None:
    found = failed(context(), total=0, function="fail")
    assert found.verdict == "error"
    assert found.error is not None
    assert (found.error.type, found.error.line) == ("IndexError", 38)


def test_an_endless_call_is_stopped_alone_and_in_orders() -> None:
    lab = context()
    (id,) = lab.seed("counters", value=[0])
    with pytest.raises(
        CheckFailed, match=r"made 200 steps and had not ended\. It stands at your line 44"
    ):
        lab.run("endless", id=id)
    found = failed(context(), total=0, function="endless")
    assert found.error is not None
    assert found.error.line == 44


def test_prints_of_all_those_orders_are_not_shown() -> None:
    lab = context()
    (id,) = lab.seed("counters", value=[0])
    lanes = [lab.call("add", by=name, id=id) for name in ("ada", "bo", "cy", "di")]
    with captured(lab.output):
        lab.holds_in_every_order(lanes, lambda _: None, label="test")
        assert lab.output.text == ""
        lab.run("add", id=id)
    assert lab.output.text == "adding\n"
    assert lab.explored is not None
    assert lab.explored.orders == lab.explored.run == 2520


def test_a_call_alone_returns_raises_and_reads() -> None:
    lab = context()
    (id,) = lab.seed("counters", value=[3])
    assert lab.run("read", id=id) == 3
    assert lab.reads("add", id=id).documents == 2, "the get and the patch"
    assert lab.document("counters", id)["value"] == 3, "measuring changes nothing"
    with pytest.raises(CheckFailed, match=r"refuse\(counters#1\) raised ConvexError"):
        lab.run("refuse", id=id)


def test_a_hint_can_say_which_call_raised_and_what() -> None:
    lab = context()
    (id,) = lab.seed("counters", value=[3])
    for function, differ in {
        "fail": "raised IndexError",
        "refuse": "raised a ConvexError",
        "endless": "made many steps and had not ended",
    }.items():
        with pytest.raises(CheckFailed) as caught:
            lab.run(function, id=id)
        assert caught.value.details["call"] == f"{function}(counters#1)"
        assert caught.value.details["differ"] == differ


def test_a_step_without_await_is_told_with_its_line() -> None:
    lab = context()
    (id,) = lab.seed("counters", value=[3])
    with pytest.raises(CheckFailed, match=r"on your line 49: .* was never awaited") as caught:
        lab.run("forget", id=id)
    assert caught.value.verdict == "error"


def test_comparisons_carry_both_values() -> None:
    lab = context()
    (id,) = lab.seed("counters", value=[3])
    lab.equal(1, 1, "")
    with pytest.raises(CheckFailed, match=r"^read returned counters#1\. Wanted: None\.$"):
        lab.equal(id, None, "read returned {}")


def test_a_budget_that_is_kept_is_measured_and_one_that_is_not_is_costly() -> None:
    lab = context()
    lab.at_most(2, 3, "documents read")
    assert lab.meters == {"documents read": 2}
    with pytest.raises(CheckFailed, match=r"^1,200 documents read\. The budget is 3\.$") as caught:
        lab.at_most(1200, 3, "documents read")
    assert caught.value.verdict == "costly"


def test_rows_that_the_schema_refuses_are_a_matter_of_the_schema() -> None:
    with pytest.raises(CheckFailed, match="Keep the schema of the starter") as caught:
        context().seed("counters", value=["three"])
    assert caught.value.verdict == "error"


def test_hidden_data_is_the_same_every_time() -> None:
    first, second = ([lab.choose([1, 2, 3]) for _ in range(20)] for lab in (context(), context()))
    assert first == second
    assert len(set(map(str, first))) == 3


def test_a_refusal_that_is_asked_for_is_no_mistake() -> None:
    lab = context()
    (id,) = lab.seed("counters", value=[0])
    lab.refuses("NO", "refuse", id=id)
    with pytest.raises(CheckFailed) as caught:
        lab.refuses("GONE", "refuse", id=id)
    assert caught.value.message.endswith('on your line 33. Wanted: ConvexError({"code": "GONE"}).')
    with pytest.raises(CheckFailed, match=r"^read\(counters#1\) returned 0\. Wanted: ConvexError"):
        lab.refuses("NO", "read", id=id)
    with pytest.raises(CheckFailed, match="raised IndexError on your line 38"):
        lab.refuses("NO", "fail", id=id)


def test_in_every_order_a_call_may_refuse_with_the_codes_that_are_named() -> None:
    lab = context()
    (id,) = lab.seed("counters", value=[0])
    lanes = [lab.call("refuse", by="ada", id=id), lab.call("add", by="bo", id=id)]
    seen = []

    def rule(outcome: Outcome) -> None:
        seen.append((sorted(outcome.returned), sorted(outcome.raised)))

    with captured(lab.output):
        lab.holds_in_every_order(lanes, rule, label="test", refusals=("NO",))
    assert set(map(str, seen)) == {"(['bo'], ['ada'])"}
    with pytest.raises(CheckFailed, match=r"ada's refuse\(counters#1\) raised"):
        lab.holds_in_every_order(lanes, rule, label="test", refusals=("GONE",))


def test_a_call_is_cut_off_after_each_of_its_moves() -> None:
    lab = context()
    (id,) = lab.seed("counters", value=[0])
    seen = [
        (words, lab.document("counters", id)["value"])
        for words in lab.cut_off(lab.call("add_in_two", by="ada", id=id))
    ]
    assert seen == [
        ("it was cut off after its first move", 0),
        ("it was cut off after 2 of its moves", 0),
        ("its answer was lost", 1),
    ]
    assert lab.document("counters", id)["value"] == 0, "afterwards the world is the one before"
    events = lab.cut_off(lab.call("add_in_two", by="ada", id=id))
    next(events)
    with pytest.raises(
        CheckFailed,
        match=r"^add_in_two\(counters#1\) ran, and it was cut off after its first move\. "
        r"Then refuse\(counters#1\) raised",
    ):
        lab.run("refuse", id=id)
    lab = context()
    lab.seed("counters", value=[0])
    with pytest.raises(CheckFailed, match=r"refuse\(counters#1\) raised"):
        list(lab.cut_off(lab.call("refuse", by="ada", id=id)))
    with pytest.raises(CheckFailed, match="made 200 steps"):
        list(lab.cut_off(lab.call("endless", by="ada", id=id)))


def test_a_crowd_is_the_same_crowd_every_time() -> None:
    first, second = (crowd(context()) for _ in range(2))
    assert first == second
    assert len({str(attempts) for attempts in first}) > 1, "its runs are different orders"
    with pytest.raises(CheckFailed, match="made 200 steps"):
        crowd(context(), "endless")


def test_the_end_of_an_order_can_be_asked_and_says_where_calls_met() -> None:
    lab = context()
    (id,) = lab.seed("counters", value=[0])
    lanes = [lab.call("add", by=name, id=id) for name in ("ada", "bo", "cy")]
    for outcome in lab.crowd(lanes, runs=3):
        assert lab.ask(outcome, "read", id=id) == 3
        assert sum(outcome.conflicts.values()) == sum(outcome.attempts.values()) - 3
        assert set(outcome.conflicts) <= {"counters"}
    assert lab.run("read", id=id) == 0


def crowd(lab: Context, function: str = "add") -> list[dict[str, int]]:
    (id,) = lab.seed("counters", value=[0])
    lanes = [lab.call(function, by=str(n), id=id) for n in range(6)]
    return [outcome.attempts for outcome in lab.crowd(lanes, runs=3)]


def test_time_stands_still_unless_the_check_moves_it() -> None:
    lab = context()
    before_ms = lab.now_ms
    lab.run("read", id=lab.seed("counters", value=[0])[0])
    assert lab.now_ms == before_ms
    lab.advance(60_000)
    assert lab.now_ms == before_ms + 60_000


def test_a_message_begins_with_what_came_before() -> None:
    lab = context()
    (id,) = lab.seed("counters", value=[0])
    with lab.after("It was read. Then"), lab.after("again"):
        with pytest.raises(CheckFailed, match=r"^It was read\. Then again it is 1\. Wanted: 2\.$"):
            lab.equal(1, 2, "it is {}")
        with pytest.raises(CheckFailed, match=r"^It was read\. Then again refuse\(counters#1\)"):
            lab.run("refuse", id=id)
    with pytest.raises(CheckFailed, match=r"^it is 1\."):
        lab.equal(1, 2, "it is {}")
