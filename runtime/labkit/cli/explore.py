"""``fieldbook explore``: one order of a check again, move by move."""

import argparse
import json
import sys
from collections.abc import Mapping
from textwrap import fill
from typing import Any

from labkit.cli.grade import add_answer, graded
from labkit.cli.lookup import NOT_PASSED, PASSED, Commands, UsageError, exercise_folder, source_of
from labkit.cli.report_text import error_text
from labkit.cli.table import lanes_text, table
from labkit.cli.terminal import PLAIN, Style, filled, style_of
from labkit.process import RefusedError, explore_in_process

__all__ = ["add", "run"]

_EXAMPLES = """\
examples:
  fieldbook explore one-winner jobs.py
      the order in which jobs.py fails now
  fieldbook explore one-winner jobs.py --schedule claim-has-one-winner.2-workers-one-job.1.abab
      that one order, whether it fails or not
  … --json
      the same as JSON: held, sentence, timeline

A schedule id is the check, its scenario, a seed and the order; `fieldbook grade` prints that of a failure.

exit status: 0 it held, 1 it did not, 2 no such order, or a wrong command line
"""


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "explore",
        help="one order again, move by move",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_answer(parser)
    parser.add_argument(
        "--schedule", metavar="ID", help="which order (default: the one that fails)"
    )
    parser.add_argument("--json", action="store_true", help="print it as JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Play one order, and print it."""
    folder = exercise_folder(options.labs, options.exercise)
    source = source_of(options.file)
    again = f"fieldbook grade {folder.id} {options.file}"
    schedule = options.schedule
    if schedule is None:
        report = graded(folder, source, options.seconds)
        failure = report["failure"]
        if failure is None or failure["schedule"] is None:
            raise UsageError(f"no order of calls fails: {report['summary']}", f"{again} says more")
        schedule = failure["schedule"]
    try:
        found = explore_in_process(
            folder.id, folder.files(), source, schedule, deadline_s=options.seconds
        )
    except RefusedError as error:
        raise UsageError(str(error).rstrip("."), f"{again} names the orders that fail") from None
    if options.json:
        print(json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False))
    else:
        print(_text(found, source, style_of(sys.stdout)))
    return PASSED if found["held"] else NOT_PASSED


def _text(found: Mapping[str, Any], source: str, style: Style) -> str:
    """What was played, how it ended, then each move on a line of its own."""
    verdict = style.good("it held") if found["held"] else style.bad("it did not hold")
    parts = [f"{style.bold(found['title'])}\n{found['schedule']}: {verdict}"]
    if found["sentence"]:
        parts.append(filled(found["sentence"], style.width))
    timeline = found["timeline"]
    if found["error"] is not None:
        parts.append(error_text(found["error"], source, style, is_said=True))
    if timeline is not None:
        parts.append(table(timeline, None if style is PLAIN else style.width))
        parts.append(lanes_text(timeline))
        if timeline["witness"] is not None:
            parts.append(fill(timeline["witness"]["sentence"], style.width))
    return "\n\n".join(part for part in parts if part)
