"""A report reads well in a terminal: verdict first, the failing order drawn, long output cut."""

from __future__ import annotations

import re

import pytest

from labkit.cli.report_text import report_text
from labkit.cli.terminal import Style
from labkit.grader.exercise import Exercise
from labkit.grader.grade import grade
from labkit.harness import walk
from tests.labkit.report_schema import violations


def text_of(exercise: Exercise, source: str) -> str:
    return report_text(grade(exercise, source).to_json(), source)


def test_the_failing_order_is_drawn_under_its_message(
    one_winner: Exercise, one_winner_files: dict[str, str]
) -> None:
    text = text_of(one_winner, one_winner_files["starter.py"])
    first, *_ = text.splitlines()
    assert first.startswith(
        "one-winner: unsafe. Right when it runs alone, but some order breaks it"
    )
    order = ("ada and bo both claimed jobs#1", "The smallest order that shows it, abbbaa:")
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    words = " ".join(text.split())
    title = "Two, three and four claims of one job have one winner"
    assert f"NO {title} (of 20 orders, 6 run, at most 2 of 5 attempts)" in words
    assert "over what bo had written: neither can come first." in words
    assert '      a  claim(jobs#1, "ada")' in text
    assert "\x1b" not in text


def test_a_search_that_a_limit_ended_claims_what_was_run(
    one_winner: Exercise, one_winner_files: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "_POINTS_MAX", 100)
    source = one_winner_files["solution.py"]
    report = grade(one_winner, source).to_json()
    text = " ".join(report_text(report, source).split())
    assert re.search(r"in the \d+ orders of concurrent calls that were run; more exist\.", text)
    assert re.search(r"\(\d+ orders run, more exist, at most 2 of 5 attempts\)", text)
    assert violations(report) == []


def test_what_was_measured_stands_below_a_right_answer(
    one_winner: Exercise, one_winner_files: dict[str, str]
) -> None:
    text = text_of(one_winner, one_winner_files["right/action_around_one_mutation.py"])
    assert "  7 attempts of 4 claims of one job, together" in text


def test_a_check_that_held_says_in_how_many_orders_and_how_many_were_run(
    one_winner: Exercise, one_winner_files: dict[str, str]
) -> None:
    text = " ".join(text_of(one_winner, one_winner_files["solution.py"]).split())
    assert "(held in all 2,616 orders, 48 run, at most 2 of 5 attempts)" in text
    assert "in all 5,244 orders of concurrent calls, 275 run." in text


def test_a_budget_shows_its_formula_and_what_would_make_the_call_run_again(
    one_winner: Exercise, one_winner_files: dict[str, str]
) -> None:
    text = " ".join(text_of(one_winner, one_winner_files["solution.py"]).split())
    assert "documents read by claim_next, in a table of 305: at most 4, read 2" in text
    assert 'A change in jobs with status = "pending", up to jobs#301, would make you retry;' in text
    assert "2 documents read by claim_next" not in text, "once is enough"


def test_what_to_type_next_is_said_and_the_hint_is_not(
    one_winner: Exercise, one_winner_files: dict[str, str]
) -> None:
    source = one_winner_files["starter.py"]
    report = grade(one_winner, source).to_json()
    text = report_text(report, source, file="my/jobs.py")
    assert "Hint:  fieldbook hint one-winner my/jobs.py" in text
    assert f"--schedule {report['failure']['schedule']}" in text
    assert "Between line 28 and line 39" not in text


def test_a_narrow_terminal_gets_the_lanes_below_each_other(
    one_winner: Exercise, one_winner_files: dict[str, str]
) -> None:
    source = one_winner_files["starter.py"]
    narrow = Style(is_coloured=True, width=50)
    text = report_text(grade(one_winner, source).to_json(), source, narrow)
    plain = re.sub(r"\x1b\[\d*m", "", text)
    assert max(map(len, plain.splitlines())) <= 50
    assert "  16  a  * commit, version 2" in plain
    assert "\x1b[31mNO\x1b[0m" in text


def test_an_error_shows_the_line_it_is_about(one_winner: Exercise) -> None:
    text = text_of(one_winner, "x = 1\n\nx.y\n")
    assert "AttributeError: 'int' object has no attribute 'y'" in text
    assert "  jobs.py, line 3\n      x.y" in text


def test_an_error_is_said_once(one_winner: Exercise, one_winner_files: dict[str, str]) -> None:
    source = one_winner_files["solution.py"].replace('"by_status", lambda', '"by_state", lambda')
    assert text_of(one_winner, source).count("Index jobs.by_state not found") == 1


def test_a_line_is_looked_up_where_no_traceback_shows_it(
    one_winner: Exercise, one_winner_files: dict[str, str]
) -> None:
    get = '    job = await ctx.db.get("jobs", job_id)\n'
    source = one_winner_files["solution.py"].replace(get, f"    while True:\n    {get}")
    assert "line 24\n      job = await ctx.db.get" in text_of(one_winner, source)


def test_long_output_is_cut_in_the_middle(one_winner: Exercise) -> None:
    text = text_of(one_winner, "for i in range(100): print('row', i)\n")
    assert "row 9\n  … 80 more lines …\n  row 90" in text
    assert "row 50" not in text
