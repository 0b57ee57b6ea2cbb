"""``fieldbook lab``: what each answer in one folder gets, as its author wants to see it while writing."""

import argparse

from labkit.cli.lookup import NOT_PASSED, PASSED, Commands, folder_of
from labkit.grader.exercise import Exercise
from labkit.grader.rules import problems, reports

__all__ = ["add", "run"]


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser("lab", help="what each answer in a folder gets, then the rules")
    parser.add_argument("exercise", metavar="EXERCISE", help="an id, or the path of a folder")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print each answer's verdict and message, then the rules that the folder breaks."""
    folder = folder_of(options.labs, options.exercise)
    found = {}
    if folder.kind == "exercise":
        files = folder.files()
        found = reports(Exercise.from_files(files), files)
        for path, report in found.items():
            said = report.failure.message if report.failure is not None else report.summary
            print(f"{path}: {report.verdict}\n  {said}")
    broken = list(problems(folder, found or None))
    for problem in broken:
        print(problem)
    return NOT_PASSED if broken else PASSED
