"""Tables of a run, as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.bench.browser.budgets import Judged

__all__ = ["shown_budgets", "shown_checks"]


def shown_budgets(judged: Sequence[Judged]) -> str:
    """Budget, measured, ratio of the two, verdict."""
    lines = [
        "| Budget | Limit | Measured | Measured / limit | |",
        "| --- | ---: | ---: | ---: | --- |",
    ]
    for one in judged:
        if one.measured is None:
            cells = [_number(one.limit, one.unit), "", "", "not measured"]
        else:
            cells = [
                _number(one.limit, one.unit),
                _number(one.measured, one.unit),
                f"{one.measured / one.limit:.2f}",
                "met" if one.is_met else "**missed**",
            ]
        lines.append(f"| {' | '.join([one.title, *cells])} |")
    return "\n".join(lines)


def shown_checks(checks: Mapping[str, float]) -> str:
    """How long the check of each exercise's solution took, slowest first."""
    lines = ["| Exercise | Check, ms |", "| --- | ---: |"]
    lines += [
        f"| {name} | {ms:.0f} |"
        for name, ms in sorted(checks.items(), key=lambda one: one[1], reverse=True)
    ]
    return "\n".join(lines)


def _number(value: float, unit: str) -> str:
    digits = {"×": 3, "MB": 2, "kB": 1}.get(unit, 0)
    return f"{value:,.{digits}f} {unit}".strip()
