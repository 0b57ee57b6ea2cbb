"""``fieldbook grade``: what one answer gets.

An answer is graded in a process of its own, which may be ended: it has a limit of time and, where the system
can, of memory.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from labkit.cli.lookup import (
    NOT_PASSED,
    PASSED,
    Commands,
    UsageError,
    exercise_folder,
    source_of,
)
from labkit.cli.report_text import report_text
from labkit.cli.terminal import Progress, style_of
from labkit.grader.folder import LabFolder, find_folders
from labkit.grader.report import canonical_json
from labkit.process import DEADLINE_S, grade_in_process
from labkit.pyodide import grade_in_pyodide

__all__ = ["add", "add_answer", "graded", "run"]

SECONDS_MAX = 86_400
SCHEMA = Path(__file__).resolve().parents[1] / "report.schema.json"

_EXAMPLES = """\
examples:
  fieldbook grade one-winner jobs.py              the report as text
  fieldbook grade one-winner jobs.py --json       the report as JSON, for a program
  fieldbook grade --schema                        the JSON Schema of that
  fieldbook grade one-winner jobs.py --pyodide    the same, by the Python of the browser

exit status: 0 passed, 1 not passed, 2 a wrong command line
"""


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "grade",
        help="grade one answer",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("exercise", metavar="EXERCISE", nargs="?", help="an id, or a folder")
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path, help="your answer")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of reports")
    parser.add_argument(
        "--pyodide", action="store_true", help="grade in Pyodide under Node, as a page does"
    )
    _add_seconds(parser)
    parser.set_defaults(run=run)


def add_answer(parser: argparse.ArgumentParser) -> None:
    """The arguments of every command that grades an answer."""
    parser.add_argument("exercise", metavar="EXERCISE", help="an id, or the path of a folder")
    parser.add_argument("file", metavar="FILE", type=Path, help="your answer, a Python file")
    _add_seconds(parser)


def run(options: argparse.Namespace) -> int:
    """Grade, and print the report."""
    if options.schema:
        print(SCHEMA.read_text(encoding="utf-8"), end="")
        return PASSED
    if options.exercise is None or options.file is None:
        missing = "EXERCISE and FILE" if options.exercise is None else "FILE"
        raise UsageError(
            f"fieldbook grade needs {missing}",
            f"fieldbook grade {options.exercise or 'one-winner'} jobs.py",
        )
    folder = exercise_folder(options.labs, options.exercise)
    source = source_of(options.file)
    if options.pyodide:
        with Progress() as progress:
            progress.show(0, 1, "Pyodide starts")
            report = grade_in_pyodide(
                folder.id,
                folder.files(),
                source,
                deadline_s=options.seconds,
                progress=progress.show,
            )
    else:
        report = graded(folder, source, options.seconds)
    if options.json:
        print(canonical_json(report))
    else:
        print(report_text(report, source, style_of(sys.stdout), file=str(options.file)))
        if report["verdict"] == "right":
            print(f"\n{_afterwards(folder, options.labs)}")
    return PASSED if report["verdict"] == "right" else NOT_PASSED


def _afterwards(folder: LabFolder, root: Path) -> str:
    """What to read once an answer passes, and what to do next."""
    lines = []
    if (folder.path / "why.md").is_file():
        lines.append(f"Why it is right, and what it costs:  {folder.path / 'why.md'}")
    lines.append(
        f"A solution, and the same in TypeScript:  {folder.path / 'solution.py'}, solution.ts"
    )
    exercises = [each for each in find_folders(root) if each.kind == "exercise"]
    ids = [each.id for each in exercises]
    later = ids[ids.index(folder.id) + 1 :] if folder.id in ids else []
    if later:
        lines.append(f"Next: fieldbook start {later[0]}")
    return "\n".join(lines)


def graded(folder: LabFolder, source: str, deadline_s: float) -> dict[str, Any]:
    """The report on an answer, with a bar on a terminal while it is made."""
    with Progress() as progress:
        return grade_in_process(
            folder.id, folder.files(), source, deadline_s=deadline_s, progress=progress.show
        )


def _add_seconds(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--seconds",
        type=_seconds,
        default=DEADLINE_S,
        metavar="N",
        help=f"limit of time (default {DEADLINE_S:g})",
    )


def _seconds(text: str) -> float:
    """A limit of time from the command line."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= SECONDS_MAX:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no limit of time: give a number of seconds above 0, at most {SECONDS_MAX:,}"
        )
    return seconds
