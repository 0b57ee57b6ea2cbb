"""``fieldbook``: exercises from a terminal, for workshops without a browser and for CI.

```
 fieldbook list                              the exercises and labs there are
 fieldbook start EXERCISE [DIR]              its task, the starter and a test for pytest
 fieldbook grade EXERCISE FILE [--json]      one answer          exit 0 passed, 1 not passed, 2 usage
 fieldbook hint EXERCISE FILE [--step N]     one step of the hint for what failed
 fieldbook explore EXERCISE FILE             the order that failed, move by move

 fieldbook check [EXERCISE …]                the rules of the folders         exit 0 kept, 1 broken
 fieldbook lab EXERCISE                      what each answer in the folder gets, then the rules
 fieldbook record [EXERCISE …]               write report.snap.json anew
 fieldbook new CHAPTER/NAME                  a folder to start from
 fieldbook simulate [--histories N]          the engine against a slow model  exit 0 agree, 1 differ
 fieldbook conformance PATH… [--json]        scenarios with Convex's answers  exit 0 pass, 1 fail
```

``EXERCISE`` is an id, such as ``one-winner``, or the path of a folder. What is wrong with a command line is one
line on stderr; the next one says what to type.
"""

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

from labkit.cli import check, explore, grade, hint, lab, list_, new, record, start
from labkit.cli.lookup import USAGE, UsageError
from labkit.conformance.command import add_conformance, conformance
from labkit.conformance.files import ScenarioFileError
from labkit.grader.exercise import ExerciseError
from labkit.grader.folder import default_root
from labkit.process import RefusedError
from labkit.scaffold import ScaffoldError
from labkit.simulation.command import add_simulate, simulate

__all__ = ["main"]

COMMANDS = (list_, start, grade, hint, explore, check, lab, record, new)

_EXAMPLES = """\
examples:
  fieldbook list
  fieldbook start one-winner            writes the folder one-winner/
  fieldbook grade one-winner one-winner/jobs.py
  fieldbook grade --help                each command has examples of its own
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    options = _parser().parse_args(arguments)
    options.labs = options.labs or default_root()
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except UsageError as error:
        return _wrong(str(error), error.next)
    except (ExerciseError, RefusedError, ScaffoldError, ScenarioFileError) as error:
        return _wrong(str(error))
    except (FileNotFoundError, NotADirectoryError) as error:
        return _wrong(
            f"there is no folder {error.filename}", "say where the labs are: fieldbook --labs DIR …"
        )
    except BrokenPipeError:  # whoever read the output has seen enough, such as `head`
        sys.stderr.close()
        return USAGE


def _wrong(message: str, next_step: str = "") -> int:
    print(f"fieldbook: {message}", file=sys.stderr)
    if next_step:
        print(f"Next: {next_step}", file=sys.stderr)
    return USAGE


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line, and one that says what to type."""

    def error(self, message: str) -> NoReturn:
        said, next_step = _explained(self.prog, message)
        self.exit(USAGE, f"fieldbook: {said}\nNext: {next_step}\n")


def _explained(prog: str, message: str) -> tuple[str, str]:
    """An error of argparse in words of this command, and what to do about it."""
    if found := re.match(
        r"argument COMMAND: invalid choice: '(.*?)' \(choose from (.*)\)", message
    ):
        known = re.findall(r"[a-z]+", found[2])
        near = get_close_matches(found[1], known, 1)
        meant = f"did you mean fieldbook {near[0]}?" if near else "fieldbook --help lists them"
        return f"there is no command {found[1]!r}", meant
    if found := re.match(r"the following arguments are required: (.*)", message):
        if found[1] == "COMMAND":
            return (
                "which command?",
                "fieldbook list shows the exercises, fieldbook --help the commands",
            )
        return f"{prog} needs {found[1].replace(', ', ' and ')}", f"{prog} --help shows how"
    if found := re.match(r"unrecognized arguments: (.*)", message):
        return f"{prog} does not know {found[1]}", f"{prog} --help lists what it knows"
    return message.removeprefix("argument "), f"{prog} --help shows how"


def _parser() -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = _Parser(
        prog="fieldbook",
        description="Exercises on Convex, graded by what answers do in every order of calls.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--labs", type=Path, metavar="DIR", help="all labs (default: labs/)")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(commands)
    add_simulate(commands)
    commands.choices["simulate"].set_defaults(run=lambda options: _printed(*simulate(options)))
    add_conformance(commands)
    commands.choices["conformance"].set_defaults(
        run=lambda options: _printed(*conformance(options))
    )
    return parser


def _printed(status: int, text: str) -> int:
    print(text)
    return status
