"""A report reads well in a terminal: verdict first, the failing order drawn, long output cut."""

from __future__ import annotations

from labkit.grader.exercise import Exercise
from labkit.grader.grade import grade
from labkit.terminal import report_text
from tests.labkit.conftest import violations


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
    order = ("ada and bo both claimed jobs#1", "The smallest order that shows it, abbbaa:", "Hint")
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "NO  Two, three and four claims of one job have one winner  (20 of 20 orders)" in text
    assert '      a  claim(jobs#1, "ada")' in text
    assert "\x1b" not in text


def test_a_search_that_a_limit_ended_claims_what_was_run(
    one_winner: Exercise, one_winner_files: dict[str, str]
) -> None:
    source = one_winner_files["right/action_that_looks_afterwards.py"]
    one_more = (
        '    await ctx.run_query(internal.jobs.owner_of, {"job_id": job_id})\n    owner = await'
    )
    report = grade(one_winner, source.replace("    owner = await", one_more)).to_json()
    text = report_text(report, source)
    assert "orders of concurrent calls that were run; more exist." in text.splitlines()[0]
    assert "orders run, more exist)" in text
    assert violations(report) == []


def test_what_was_measured_stands_below_a_right_answer(
    one_winner: Exercise, one_winner_files: dict[str, str]
) -> None:
    text = text_of(one_winner, one_winner_files["right/action_around_one_mutation.py"])
    assert "  7 attempts of 4 claims of one job, together" in text


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
