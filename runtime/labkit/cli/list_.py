"""``fieldbook list``: the exercises and labs there are, in the order of the course."""

import argparse

from labkit.cli.lookup import PASSED, Commands
from labkit.grader.exercise import Exercise, ExerciseError, Lab
from labkit.grader.folder import find_folders

__all__ = ["add", "run"]


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser("list", help="the exercises and labs there are")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one line for each."""
    folders = list(find_folders(options.labs))
    widths = [
        max((len(each) for each in column), default=0)
        for column in zip(*((each.id, each.chapter) for each in folders), strict=True)
    ] or [0, 0]
    for folder in folders:
        kind = Exercise if folder.kind == "exercise" else Lab
        try:
            title = kind.from_files(folder.files()).title
        except ExerciseError as error:
            title = f"(unfinished: {error})"
        print(f"{folder.id:<{widths[0]}}  {folder.kind:<8}  {folder.chapter:<{widths[1]}}  {title}")
    return PASSED
