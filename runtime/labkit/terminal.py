"""A report as text for a terminal; the same text, without colours, in a pipe.

The failing order is drawn with one column per lane, and lines of the learner's file are shown where a
message names one.
"""

from collections.abc import Mapping
from textwrap import fill, indent
from typing import Any

from labkit.harness.drawing import drawing

__all__ = ["report_text"]

WIDTH = 92
OUTPUT_LINES = 20
MARKS = {"passed": "ok", "failed": "NO", "not-run": "--"}


def report_text(report: Mapping[str, Any], source: str) -> str:
    """The whole report, most important first."""
    parts = [f"{report['exercise']}: {report['verdict']}. {report['summary']}"]
    parts.append("\n".join(_check(result) for result in report["checks"]))
    failure, error = report["failure"], report["error"]
    if failure is not None:
        parts.append(fill(failure["message"], WIDTH))
    if error is not None:
        parts.append(_error(error, source, is_said=failure is not None))
    if failure is not None and failure["timeline"] is not None:
        order = failure["timeline"]["schedule"]
        parts.append(
            f"The smallest order that shows it, {order}:\n\n{drawing(failure['timeline'])}"
        )
    if failure is not None:
        observed = failure["hint"]["steps"][0].split("\n\n")
        parts.append("Hint\n\n" + "\n\n".join(_paragraph(text) for text in observed))
    if report["meters"] and failure is None:
        measured = "\n".join(f"  {count:,} {noun}" for noun, count in report["meters"].items())
        parts.append(f"Measured, at most\n\n{measured}")
    if report["output"]:
        parts.append("Printed\n\n" + indent(_shortened(report["output"]), "  "))
    return "\n\n".join(parts)


def _shortened(output: str) -> str:
    """The first and the last lines of a long output; ``--json`` has all of it."""
    lines = output.splitlines()
    left_out = len(lines) - OUTPUT_LINES
    if left_out <= 1:
        return "\n".join(lines)
    half = OUTPUT_LINES // 2
    return "\n".join([*lines[:half], f"… {left_out:,} more lines …", *lines[-half:]])


def _paragraph(text: str) -> str:
    return fill(" ".join(text.split()), WIDTH, initial_indent="  ", subsequent_indent="  ")


def _check(result: Mapping[str, Any]) -> str:
    explored = result["explored"]
    orders = ""
    if explored and explored.get("capped"):
        orders = f"  ({explored['distinct']:,} orders run, more exist)"
    elif explored:
        orders = f"  ({explored['run']:,} of {explored['orders']:,} orders)"
    return f"  {MARKS[result['status']]}  {result['title']}{orders}"


def _error(error: Mapping[str, Any], source: str, *, is_said: bool) -> str:
    """The error once: a failure's message has said it already, the lines have not."""
    lines = source.splitlines()
    shown = error["traceback"]
    number = error["line"]
    if not shown and number is not None and 0 < number <= len(lines):
        shown = f"line {number}\n    {lines[number - 1].strip()}"
    said = [] if is_said else [fill(f"{error['type']}: {error['message']}", WIDTH)]
    return "\n".join([*said, *([indent(shown, "  ")] if shown else [])])
