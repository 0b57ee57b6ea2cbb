"""``fieldbook hint``: one step of the hint for what failed. It remembers nothing: you say which step."""

import argparse
import sys

from labkit.cli.grade import add_answer, graded
from labkit.cli.lookup import NOT_PASSED, PASSED, Commands, UsageError, exercise_folder, source_of
from labkit.cli.markdown_text import markdown_text
from labkit.cli.report_text import error_text
from labkit.cli.terminal import style_of

__all__ = ["add", "run"]

_EXAMPLES = """\
examples:
  fieldbook hint one-winner jobs.py              what was observed
  fieldbook hint one-winner jobs.py --step 2     the idea, and where to read on
  fieldbook hint one-winner jobs.py --step 3     the shape of the fix
"""


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "hint",
        help="one step of the hint for what failed",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_answer(parser)
    parser.add_argument("--step", type=int, default=1, metavar="N", help="which (default 1)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Grade the answer, and print one step."""
    folder = exercise_folder(options.labs, options.exercise)
    source = source_of(options.file)
    report = graded(folder, source, options.seconds)
    style = style_of(sys.stdout)
    failure, error = report["failure"], report["error"]
    if failure is None:
        if error is None:
            print(f"{folder.id} passes: there is nothing to hint at. {report['summary']}")
            return PASSED
        print(f"{report['summary']} Repair that first: a hint is about what a check has seen.\n")
        print(error_text(error, source, style))
        return NOT_PASSED
    steps = failure["hint"]["steps"]
    if not 1 <= options.step <= len(steps):
        raise UsageError(
            f"this hint has {len(steps)} {'step' if len(steps) == 1 else 'steps'}, not {options.step}",
            f"fieldbook hint {folder.id} {options.file} --step {min(max(options.step, 1), len(steps))}",
        )
    title = next(each["title"] for each in report["checks"] if each["id"] == failure["check"])
    print(f"{style.bold(title)}\n")
    print(markdown_text(steps[options.step - 1], style.width))
    said = f"Step {options.step} of {len(steps)}."
    if options.step < len(steps):
        print(f"\n{said} Next: fieldbook hint {folder.id} {options.file} --step {options.step + 1}")
    elif len(steps) == 1:
        print(f"\n{said}")
    else:
        print(f"\n{said} A solution is in {folder.path / 'solution.py'}")
    return NOT_PASSED
