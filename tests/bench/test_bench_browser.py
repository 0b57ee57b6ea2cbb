"""The browser's benchmark judges as its budgets say, and names only what a run measures."""

from __future__ import annotations

from tests.bench.browser.budgets import BUDGETS, judge
from tests.bench.browser.table import shown_budgets, shown_checks
from tests.bench.browser.visit import exercise_ids


def test_a_budget_is_met_missed_or_not_measured() -> None:
    measured = {"cold/ours": 5_000.0, "cold/JupyterLite": 10_000.0, "audit/home/seo": 94.0}
    found = {one.title: one for one in judge(measured)}
    assert found["first result, cold, 10 Mbit/s"].is_met is True
    assert found["… / pyodide-mkdocs-theme"].is_met is None
    assert found["Lighthouse, home: seo"].is_met is False
    ratio = next(one for one in judge(measured) if one.title == "… / JupyterLite")
    assert (ratio.measured, ratio.is_met) == (0.5, False)


def test_more_is_better_only_for_a_score() -> None:
    names = {one.of: 1e9 for one in BUDGETS}
    assert all(one.is_met in {one.is_least, None} for one in judge(names) if one.unit != "×")


def test_the_table_shows_every_budget_and_the_slowest_check_first() -> None:
    table = shown_budgets(judge({"cold/ours": 9_000.0}))
    assert "| first result, cold, 10 Mbit/s | 6,000 ms | 9,000 ms | 1.50 | **missed** |" in table
    assert len(table.splitlines()) == 2 + len(BUDGETS)
    assert shown_checks({"a": 1.0, "b": 2.0}).splitlines()[2] == "| b | 2 |"


def test_every_exercise_is_checked() -> None:
    assert "one-winner" in exercise_ids()
    assert len(exercise_ids()) >= 25
