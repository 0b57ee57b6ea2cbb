"""``fieldbook record``: write the reports of every answer in a folder anew."""

import argparse

from labkit.cli.lookup import PASSED, Commands, chosen
from labkit.cli.terminal import Progress
from labkit.grader.course import publish
from labkit.grader.exercise import Exercise
from labkit.grader.rules import SNAPSHOT, reports, snapshot

__all__ = ["add", "run"]


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser("record", help=f"write {SNAPSHOT} anew; read the diff afterwards")
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE", help="default: all")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Grade every answer, and keep what each was told; from now on the ids are permanent."""
    named, root = chosen(options.labs, options.exercises), options.labs.resolve()
    publish(root, [each.id for each in named if each.path.resolve().is_relative_to(root)])
    folders = [each for each in named if each.kind == "exercise"]
    with Progress() as progress:
        for number, folder in enumerate(folders):
            progress.show(number, len(folders), folder.id)
            files = folder.files()
            text = snapshot(reports(Exercise.from_files(files), files))
            (folder.path / SNAPSHOT).write_text(text, encoding="utf-8")
            progress.print(f"{folder.id}: recorded in {folder.path.name}/{SNAPSHOT}")
    return PASSED
