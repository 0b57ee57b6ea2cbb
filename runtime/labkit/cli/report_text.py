"""A report as text for a terminal; the same text, without colours, in a pipe.

```
 one-winner: unsafe. Right when it runs alone, but …      verdict
   ok  A claim writes the owner                           checks, with the orders they held in
   NO  Two, three and four claims … (20 orders, 6 run)
 ada and bo both claimed jobs#1: …                        what failed, and its witness
       a  claim(jobs#1, "ada")      b  claim(jobs#1, …)   the order, one column for each lane
 Next: fieldbook hint one-winner jobs.py                  what to type
```
"""

from collections.abc import Mapping
from textwrap import fill, indent
from typing import Any

from labkit.cli.terminal import PLAIN, Style, filled
from labkit.harness.drawing import WIDTH_MAX, drawing

__all__ = ["check_line", "error_text", "report_text"]

OUTPUT_LINES = 20
MARKS = {"passed": "ok", "failed": "NO", "not-run": "--"}


def report_text(
    report: Mapping[str, Any], source: str, style: Style = PLAIN, *, file: str | None = None
) -> str:
    """The whole report, most important first. ``file`` is the answer's path, for what to type next."""
    is_right = report["verdict"] == "right"
    paint = style.good if is_right else style.bad
    said = f"{report['exercise']}: {report['verdict']}"
    head = fill(f"{said}. {report['summary']}", style.width)
    parts = [head.replace(said, style.bold(paint(said)), 1)]
    parts.append("\n".join(check_line(result, style) for result in report["checks"]))
    failure, error = report["failure"], report["error"]
    if failure is not None:
        parts.append(filled(failure["message"], style.width))
    if error is not None:
        parts.append(error_text(error, source, style, is_said=failure is not None))
    if failure is not None and failure["witness"] is not None:
        parts.append(fill(failure["witness"]["sentence"], style.width))
    if failure is not None and failure["timeline"] is not None:
        parts.append(_timeline(failure["timeline"], style))
    budgets = [each for each in report["budgets"] if not each["met"] or is_right]
    if budgets:
        parts.append("Budgets\n\n" + "\n".join(_budget(each, style) for each in budgets))
    rest = {noun: count for noun, count in report["meters"].items() if not _is_budget(noun, report)}
    if rest and is_right:
        measured = "\n".join(f"  {count:,} {noun}" for noun, count in rest.items())
        parts.append(f"Measured, at most\n\n{measured}")
    if report["output"]:
        parts.append("Printed\n\n" + indent(_shortened(report["output"]), "  "))
    if file is not None and failure is not None:
        parts.append(_next(report, file))
    return "\n\n".join(parts)


def check_line(result: Mapping[str, Any], style: Style = PLAIN) -> str:
    """One check: how it went, what it asks, in how many orders."""
    paint = {"passed": style.good, "failed": style.bad, "not-run": style.faint}[result["status"]]
    explored = result["explored"]
    orders = f"  ({_orders(result)})" if explored else ""
    mark = MARKS[result["status"]]
    text = fill(f"  {mark}  {result['title']}{orders}", style.width, subsequent_indent="      ")
    return text.replace(mark, paint(mark), 1)


def _orders(result: Mapping[str, Any]) -> str:
    """In how many orders a check held, how many of them were run, and how often a call had to run."""
    explored = result["explored"]
    crashes = ""
    if "crash_points" in explored:
        points, runs = explored["crash_points"], explored["crash_runs"]
        held = "held in all" if result["status"] == "passed" else "of"
        crashes = f"{held} {points:,} crash points, {runs:,} run"
        if not explored["orders"]:
            return crashes
        crashes = f"; {crashes}"
    if explored.get("capped"):
        orders = f"{explored['distinct']:,} orders run, more exist"
    elif result["status"] == "passed":
        orders = f"held in all {explored['orders']:,} orders, {explored['distinct']:,} run"
    else:
        orders = f"of {explored['orders']:,} orders, {explored['distinct']:,} run"
    attempts = explored["attempts"]
    retries = f", at most {attempts} of 5 attempts" if attempts > 1 else ""
    return f"{orders}{retries}{crashes}"


def error_text(
    error: Mapping[str, Any], source: str, style: Style = PLAIN, *, is_said: bool = False
) -> str:
    """The error once: a failure's message has said it already, the lines have not."""
    lines = source.splitlines()
    shown = error["traceback"]
    number = error["line"]
    if not shown and number is not None and 0 < number <= len(lines):
        shown = f"line {number}\n    {lines[number - 1].strip()}"
    said = [] if is_said else [filled(f"{error['type']}: {error['message']}", style.width)]
    return "\n".join([*said, *([indent(shown, "  ")] if shown else [])])


def _timeline(timeline: Mapping[str, Any], style: Style) -> str:
    """The order, as wide as the terminal is, or as a pipe takes it."""
    said = f"The smallest order that shows it, {timeline['schedule']}:"
    return f"{said}\n\n{drawing(timeline, WIDTH_MAX if style is PLAIN else style.width)}"


def _budget(budget: Mapping[str, Any], style: Style) -> str:
    """``documents read by inbox("bo"): rows + 1 = 11, read 2,000``, then the ranges and what would conflict."""
    mark = style.good("ok") if budget["met"] else style.bad("NO")
    what = f"{budget['meter']} {budget['subject']}".rstrip()
    lines = [fill(f"  {mark}  {what}: {budget['text']}", style.width, subsequent_indent="      ")]
    usage = budget["usage"]
    if usage is not None and usage["surface"]:
        lines += [
            fill(sentence, style.width, initial_indent="      ", subsequent_indent="      ")
            for sentence in usage["surface"]
        ]
    return "\n".join(lines)


def _is_budget(noun: str, report: Mapping[str, Any]) -> bool:
    """Whether a meter has been shown as a budget."""
    said = {f"{budget['meter']} {budget['subject']}".rstrip() for budget in report["budgets"]}
    return noun in said or noun.replace(",", "", 1) in said


def _shortened(output: str) -> str:
    """The first and the last lines of a long output; ``--json`` has all of it."""
    lines = output.splitlines()
    left_out = len(lines) - OUTPUT_LINES
    if left_out <= 1:
        return "\n".join(lines)
    half = OUTPUT_LINES // 2
    return "\n".join([*lines[:half], f"… {left_out:,} more lines …", *lines[-half:]])


def _next(report: Mapping[str, Any], file: str) -> str:
    """What to type next: it is not on the screen until it is asked for."""
    exercise, schedule = report["exercise"], report["failure"]["schedule"]
    lines = [f"Hint:  fieldbook hint {exercise} {file}"]
    if schedule is not None:
        lines.append(f"Again: fieldbook explore {exercise} {file} --schedule {schedule}")
    return "\n".join(lines)
