"""Start an exercise: a small one that works, to be rewritten into yours.

    python tests/tools/new_exercise.py CHAPTER/NAME

CHAPTER is a folder of ``labs/``, with or without its number; NAME is the exercise's permanent id.
The new folder keeps every rule once ``make record`` has recorded its reports.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

TEMPLATE = Path(__file__).with_name("exercise_template")
LABS = Path(__file__).resolve().parents[2] / "labs"
STEP = 10  # room between two numbers, so that an exercise can be put in between later


class UnusableNameError(Exception):
    """The name cannot be used; the message says why and what would do."""


def chapter_folder(labs: Path, chapter: str) -> Path:
    """The folder of ``chapter``, named with or without its number."""
    folders = sorted(path for path in labs.iterdir() if path.is_dir())
    for folder in folders:
        if chapter in {folder.name, folder.name.partition("-")[2]}:
            return folder
    known = ", ".join(folder.name.partition("-")[2] for folder in folders)
    raise UnusableNameError(f"there is no chapter {chapter!r} in labs/; there are: {known}")


def create(labs: Path, name: str) -> Path:
    """Write the folder of a new exercise below ``labs``; its path.

    Raises: UnusableNameError, if the name is not CHAPTER/NAME or is taken.
    """
    if not re.fullmatch(r"[a-z0-9-]+/[a-z][a-z0-9]*(?:-[a-z0-9]+)*", name):
        raise UnusableNameError(
            f"{name!r} is not CHAPTER/NAME in small letters, such as occ/one-winner"
        )
    chapter, identifier = name.split("/")
    parent = chapter_folder(labs, chapter)
    taken = {path.name.partition("-")[2]: path for path in labs.glob("*/*-*")}
    if identifier in taken:
        raise UnusableNameError(
            f"{identifier!r} is taken by {taken[identifier].relative_to(labs.parent)}"
        )
    numbers = [int(path.name.partition("-")[0]) for path in parent.glob("[0-9]*-*")]
    folder = parent / f"{max(numbers, default=0) // STEP * STEP + STEP}-{identifier}"
    title = identifier.replace("-", " ").capitalize()
    for source in sorted(path for path in TEMPLATE.rglob("*") if path.is_file()):
        if "__pycache__" in source.parts:
            continue
        target = folder / source.relative_to(TEMPLATE)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8")
        target.write_text(text.replace("@ID@", identifier).replace("@TITLE@", title), "utf-8")
    return folder


def main(arguments: list[str]) -> int:
    """Create the exercise that is named; the exit status."""
    try:
        folder = create(LABS, arguments[0] if arguments else "")
    except UnusableNameError as error:
        print(f"new-exercise: {error}")
        return 2
    print(
        f"{folder.relative_to(LABS.parent)} is a small exercise that works. Change its files into\n"
        f"yours, then: make record, make lab NAME={folder.name.partition('-')[2]}, make serve"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
