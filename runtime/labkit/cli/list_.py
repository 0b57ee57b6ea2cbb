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
    for folder in find_folders(options.labs):
        kind = Exercise if folder.kind == "exercise" else Lab
        try:
            title = kind.from_files(folder.files()).title
        except ExerciseError as error:
            title = f"(unfinished: {error})"
        print(f"{folder.id:<22} {folder.kind:<9} {folder.chapter:<14} {title}")
    return PASSED
