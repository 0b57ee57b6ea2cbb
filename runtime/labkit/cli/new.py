"""``fieldbook new``: the folder of an exercise that does not exist yet."""

import argparse

from labkit.cli.lookup import PASSED, Commands
from labkit.scaffold import new_exercise

__all__ = ["add", "run"]


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser("new", help="a folder for a new exercise")
    parser.add_argument("name", metavar="CHAPTER/NAME", help="without numbers: occ/my-exercise")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the folder."""
    folder = new_exercise(options.labs, options.name)
    print(f"{folder.chapter}/{folder.path.name}: fill it, then `fieldbook lab {folder.id}`")
    return PASSED
