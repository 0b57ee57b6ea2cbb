"""``fieldbook start``: an exercise as a folder to work in, with an editor and pytest.

```
 one-winner/
   TASK.md          what to do
   jobs.py          the starter: yours to edit
   test_jobs.py     the checks, one test each
   pytest.ini       keeps the settings of folders above out
```

Invariant: a file that is there is never written to.
"""

import argparse
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from labkit.cli.lookup import PASSED, Commands, UsageError, exercise_folder
from labkit.grader.exercise import Exercise, ExerciseError
from labkit.grader.page_facts import PageFacts

__all__ = ["add", "run"]

_EXAMPLES = """\
examples:
  fieldbook start one-winner              writes the folder one-winner/
  fieldbook start one-winner monday       writes the folder monday/
  cd one-winner && pytest                 runs its checks

Files that are there already are left alone. `pytest` is the one of the clone: .venv/bin/pytest.
"""

_TASK = """\
# {title}

Written for a page. Here the code is in `{file}`, and instead of **Check** there is `pytest` in this folder, or
`fieldbook grade {id} {file}`, which shows the budgets and the numbers too.

{prompt}{prediction}"""

_PREDICTION = """\

---

The prediction: {question}

{options}

Decide before you read on.

{because}
"""

_TEST = '''\
"""The checks of "{title}", one test each. Edit {file}, then run `pytest` in this folder."""

from pathlib import Path
from unittest import SkipTest

import pytest

from labkit.workshop import Attempt

ATTEMPT = Attempt("{id}", Path(__file__).with_name("{file}"))


@pytest.mark.parametrize("check", ATTEMPT.checks)
def test_check(check):
    result = ATTEMPT.result(check)
    if result.status == "not-run":
        raise SkipTest(result.text)
    if result.status == "failed":
        pytest.fail(result.text, pytrace=False)
'''

_SETTINGS = """\
[pytest]
# The first check that fails decides; -rN leaves the summary of the others out.
addopts = -q -rN --tb=short -p no:cacheprovider
"""


def add(commands: Commands) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "start",
        help="an exercise as a folder to work in, with pytest",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("exercise", metavar="EXERCISE", help="an id, or the path of a folder")
    parser.add_argument("folder", metavar="DIR", nargs="?", type=Path, help="default: the id")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write what is not there yet, and say what was."""
    folder = exercise_folder(options.labs, options.exercise)
    files = folder.files()
    exercise = Exercise.from_files(files)
    place: Path = options.folder or Path(folder.id)
    if place.exists() and not place.is_dir():
        raise UsageError(
            f"{place} is a file, not a folder",
            f"fieldbook start {folder.id} DIR, with another name for DIR",
        )
    place.mkdir(parents=True, exist_ok=True)
    name = exercise.filename
    written, kept = [], []
    for path, text in {
        "TASK.md": _TASK.format(
            id=folder.id,
            title=exercise.title,
            file=name,
            prompt=files["prompt.md"],
            prediction=_prediction(files),
        ),
        name: files["starter.py"],
        f"test_{name}": _TEST.format(id=folder.id, title=exercise.title, file=name),
        "pytest.ini": _SETTINGS,
    }.items():
        try:
            with (place / path).open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            kept.append(path)
        else:
            written.append(path)
    if written:
        print(f"Written to {place}/: {', '.join(written)}")
    if kept:
        print(f"Left alone, because they are there already: {', '.join(kept)}")
    if name in kept and files["starter.py"] != (place / name).read_text(encoding="utf-8"):
        print(f"{place / name} has your work. To begin anew, move it away and start again.")
    print(f"\nNext: read {place / 'TASK.md'}, edit {place / name}, then")
    print(f"  cd {place} && {_pytest()}")
    return PASSED


def _pytest() -> str:
    """How to type pytest: where it is not on PATH, it lies beside the Python that runs this."""
    return "pytest" if shutil.which("pytest") else str(Path(sys.executable).with_name("pytest"))


def _prediction(files: Mapping[str, str]) -> str:
    """What the page asks before it shows the editor; empty if the exercise has no such question yet."""
    try:
        facts = PageFacts.from_files(files)
    except ExerciseError:
        return ""
    options = "\n".join(f"- {option}" for option in facts.options)
    return _PREDICTION.format(question=facts.question, options=options, because=facts.because)
