"""``fieldbook check``: the rules that every folder of ``labs/`` keeps, and those that all keep together."""

import argparse
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from labkit.cli.lookup import NOT_PASSED, PASSED, Commands, chosen
from labkit.cli.terminal import Progress
from labkit.grader.course import course_problems
from labkit.grader.folder import LabFolder
from labkit.grader.mutant_rules import SAMPLE
from labkit.grader.rules import problems

__all__ = ["add", "run"]

PROCESSES = 2
"""Folders that are looked at side by side: the smallest machine this has to be quick on has two cores."""

_EXAMPLES = """\
examples:
  fieldbook check                   every folder, and what they keep together
  fieldbook check one-winner        one folder
  fieldbook check one-winner --mutants all
                                    and every small change of its solution, not a few of them

exit status: 0 all rules kept, 1 some broken, 2 a wrong command line
"""


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "check",
        help="the rules of the folders",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE", help="default: all")
    parser.add_argument(
        "--mutants",
        type=_mutants,
        default=SAMPLE,
        metavar="N",
        help=f"changes of each solution that the checks must notice, or all (default {SAMPLE})",
    )
    parser.set_defaults(run=run)


def _mutants(text: str) -> int | None:
    """A number of mutants from the command line; None for all."""
    if text == "all":
        return None
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of mutants: give one, or all")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Print a line for each broken rule, then how many there are."""
    folders = chosen(options.labs, options.exercises)
    together = [] if options.exercises else list(course_problems(options.labs))
    broken = [f"labs/{problem}" for problem in together]
    with Progress() as progress:
        for number, lines in enumerate(_each(folders, options.mutants)):
            progress.show(number, len(folders), folders[number].id)
            broken += lines
    for line in broken:
        print(line)
    counted = _count(len(folders), "folder")
    if broken:
        print(f"{counted}, {_count(len(broken), 'broken rule')}")
        return NOT_PASSED
    print(f"{counted} {'keeps' if len(folders) == 1 else 'keep'} the rules")
    return PASSED


def _each(folders: Sequence[LabFolder], mutants: int | None) -> Iterator[list[str]]:
    """What each folder breaks, in the order of the folders; several are looked at in two processes."""
    look = partial(_broken, mutants=mutants)
    if len(folders) == 1:
        yield from map(look, folders)
        return
    with ProcessPoolExecutor(PROCESSES) as pool:
        yield from pool.map(look, folders)


def _broken(folder: LabFolder, mutants: int | None) -> list[str]:
    place = f"labs/{folder.chapter}/{folder.path.name}"
    return [f"{place}/{problem}" for problem in problems(folder, mutants=mutants)]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
