"""``fieldbook``: grade, check and record exercises from a terminal.

```
 fieldbook list                            the exercises and labs there are
 fieldbook grade EXERCISE FILE [--json]    one attempt        exit 0 passed, 1 not passed, 2 usage
 fieldbook check [EXERCISE …]              the rules of the folders         exit 0 kept, 1 broken
 fieldbook record [EXERCISE …]             write report.snap.json anew
 fieldbook lab EXERCISE                    what each answer in the folder gets, then the rules
 fieldbook new CHAPTER/NAME                a folder to start from
 fieldbook simulate [--histories N]        the engine against a slow model   exit 0 agree, 1 differ
 fieldbook conformance PATH… [--json]      scenarios with Convex's answers   exit 0 all pass, 1 some fail
```

``EXERCISE`` is an id, such as ``one-winner``, or the path of a folder. An attempt is graded in a process of its
own, which may be ended: it has a limit of time and, where the system can, of memory.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from labkit.conformance.command import add_conformance, conformance
from labkit.conformance.files import ScenarioFileError
from labkit.grader.course import course_problems
from labkit.grader.exercise import Exercise, ExerciseError, Lab
from labkit.grader.folder import LabFolder, default_root, find_folders
from labkit.grader.report import canonical_json
from labkit.grader.rules import SNAPSHOT, Problem, problems, reports, snapshot
from labkit.process import DEADLINE_S, RefusedError, grade_in_process
from labkit.scaffold import ScaffoldError, new_exercise
from labkit.simulation.command import add_simulate, simulate
from labkit.terminal import report_text

__all__ = ["main"]

PASSED, NOT_PASSED, USAGE = 0, 1, 2
SECONDS_MAX = 86_400


class UsageError(Exception):
    """The command line names something that is not there."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    options = _parser().parse_args(arguments)
    root = options.labs or default_root()
    try:
        return _run(root, options)
    except (
        UsageError,
        ExerciseError,
        RefusedError,
        ScaffoldError,
        ScenarioFileError,
    ) as error:
        print(f"fieldbook: {error}", file=sys.stderr)
        return USAGE
    except (FileNotFoundError, NotADirectoryError) as error:
        print(f"fieldbook: there is no folder {error.filename}", file=sys.stderr)
        return USAGE


def _run(root: Path, options: argparse.Namespace) -> int:
    match options.command:
        case "list":
            return _list(root)
        case "grade":
            return _grade(root, options)
        case "check":
            folders = _chosen(root, options.exercises)
            return _check(folders, [] if options.exercises else list(course_problems(root)))
        case "lab":
            return _lab(_folder(root, options.exercise))
        case "new":
            return _new(root, options.name)
        case "simulate":
            return _printed(*simulate(options))
        case "conformance":
            return _printed(*conformance(options))
        case _:
            return _record(_chosen(root, options.exercises))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fieldbook", description="Grade, check and record exercises."
    )
    parser.add_argument("--labs", type=Path, help="the folder of all labs (default: labs/)")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="the exercises and labs there are")
    grade = commands.add_parser("grade", help="grade one attempt")
    grade.add_argument("exercise", help="an id, or the path of a folder")
    grade.add_argument("file", type=Path, help="the attempt, a Python file")
    grade.add_argument("--json", action="store_true", help="print the report as JSON")
    grade.add_argument(
        "--seconds",
        type=_seconds,
        default=DEADLINE_S,
        help=f"limit of time (default {DEADLINE_S:g})",
    )
    for name, help_text in (
        ("check", "the rules of the folders"),
        ("record", "write report.snap.json anew"),
    ):
        command = commands.add_parser(name, help=help_text)
        command.add_argument("exercises", nargs="*", help="ids or paths (default: all)")
    lab = commands.add_parser("lab", help="what each answer in a folder gets, then the rules")
    lab.add_argument("exercise", help="an id, or the path of a folder")
    new = commands.add_parser("new", help="a folder to start from")
    new.add_argument("name", help="chapter/name, without numbers")
    add_simulate(commands)
    add_conformance(commands)
    return parser


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


def _folder(root: Path, name: str) -> LabFolder:
    """The folder that an id or a path means."""
    path = Path(name)
    for kind in ("exercise", "lab"):
        if (path / f"{kind}.toml").is_file():
            return LabFolder(path.resolve(), "exercise" if kind == "exercise" else "lab")
    if not root.is_dir():
        raise UsageError(f"there is no folder {root}; say where the labs are with --labs")
    folders = list(find_folders(root))
    for folder in folders:
        if folder.id == name:
            return folder
    known = ", ".join(folder.id for folder in folders) or "none"
    raise UsageError(f"there is no exercise or lab {name!r}; known are {known}")


def _chosen(root: Path, names: Sequence[str]) -> list[LabFolder]:
    return [_folder(root, name) for name in names] if names else list(find_folders(root))


def _list(root: Path) -> int:
    for folder in find_folders(root):
        files = folder.files()
        title = (Exercise if folder.kind == "exercise" else Lab).from_files(files).title
        print(f"{folder.id:<20} {folder.kind:<9} {folder.chapter:<12} {title}")
    return PASSED


def _grade(root: Path, options: argparse.Namespace) -> int:
    folder = _folder(root, options.exercise)
    if folder.kind != "exercise":
        raise UsageError(f"{folder.id} is a lab: it is for playing and has no checks")
    try:
        source = options.file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UsageError(f"{options.file} cannot be read: {reason}") from error
    report = grade_in_process(folder.id, folder.files(), source, deadline_s=options.seconds)
    print(canonical_json(report) if options.json else report_text(report, source))
    return PASSED if report["verdict"] == "right" else NOT_PASSED


def _check(folders: list[LabFolder], together: list[Problem]) -> int:
    """The rules of each folder, after those that all of them keep ``together``."""
    broken = [f"labs/{problem}" for problem in together]
    for folder in folders:
        place = f"labs/{folder.chapter}/{folder.path.name}"
        broken += [f"{place}/{problem}" for problem in problems(folder)]
    for line in broken:
        print(line)
    counted = _count(len(folders), "folder")
    if broken:
        print(f"{counted}, {_count(len(broken), 'broken rule')}")
        return NOT_PASSED
    print(f"{counted} {'keeps' if len(folders) == 1 else 'keep'} the rules")
    return PASSED


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _lab(folder: LabFolder) -> int:
    """Each answer's verdict and message, as an author wants to see them while writing."""
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


def _new(root: Path, name: str) -> int:
    folder = new_exercise(root, name)
    print(f"{folder.chapter}/{folder.path.name}: fill it, then `fieldbook lab {folder.id}`")
    return PASSED


def _printed(status: int, text: str) -> int:
    print(text)
    return status


def _record(folders: list[LabFolder]) -> int:
    for folder in folders:
        if folder.kind == "exercise":
            files = folder.files()
            text = snapshot(reports(Exercise.from_files(files), files))
            (folder.path / SNAPSHOT).write_text(text, encoding="utf-8")
            print(f"{folder.id}: recorded in {folder.path.name}/{SNAPSHOT}")
    return PASSED


if __name__ == "__main__":
    sys.exit(main())
