"""What the words of a command line mean: an exercise by its name, an answer by its path.

```
 one-winner · "One winner" · labs/40-occ/30-one-winner   ──▶  LabFolder
 one-winer                                               ──▶  UsageError: did you mean one-winner?
```
"""

import argparse
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TypeAlias

from labkit.grader.folder import LabFolder, find_folders

__all__ = [
    "NOT_PASSED",
    "PASSED",
    "USAGE",
    "Commands",
    "UsageError",
    "chosen",
    "exercise_folder",
    "folder_of",
    "source_of",
]

PASSED, NOT_PASSED, USAGE = 0, 1, 2

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - argparse gives it no other name


class UsageError(Exception):
    """The command line names something that is not there; ``next`` is what to type instead."""

    def __init__(self, message: str, next: str = "") -> None:  # noqa: A002 - what it is called where it is shown
        super().__init__(message)
        self.next = next


def folder_of(root: Path, name: str) -> LabFolder:
    """The folder that an id, a title or a path means.

    Raises: UsageError, with the nearest names.
    """
    path = Path(name)
    for kind in ("exercise", "lab"):
        if (path / f"{kind}.toml").is_file():
            return LabFolder(path.resolve(), "exercise" if kind == "exercise" else "lab")
    if not root.is_dir():
        raise UsageError(
            f"there is no folder {root}", "say where the labs are: fieldbook --labs DIR …"
        )
    folders = {folder.id: folder for folder in find_folders(root)}
    wanted = "-".join(name.lower().split())
    if wanted in folders:
        return folders[wanted]
    near = get_close_matches(wanted, folders, 3, 0.5) or [id for id in folders if wanted in id]
    if near:
        meant = f"did you mean {' or '.join(near)}?"
    elif folders:
        meant = "fieldbook list shows all of them"
    else:
        meant = f"{root} has none; make one with fieldbook new CHAPTER/NAME"
    raise UsageError(f"there is no exercise or lab {name!r}", meant)


def exercise_folder(root: Path, name: str) -> LabFolder:
    """The folder of something that can be graded.

    Raises: UsageError, if it is a lab, or is not there.
    """
    folder = folder_of(root, name)
    if folder.kind != "exercise":
        raise UsageError(
            f"{folder.id} is a lab: it is for playing on its page and has no checks",
            "fieldbook list shows which are exercises",
        )
    return folder


def source_of(file: Path) -> str:
    """The text of an answer.

    Raises: UsageError, if it cannot be read.
    """
    try:
        return file.read_text(encoding="utf-8")
    except IsADirectoryError:
        inside = sorted(path for path in _python_files(file) if not path.name.startswith("test_"))
        which = f"give the file, such as {inside[0]}" if inside else "give the file of your answer"
        raise UsageError(f"{file} is a folder", which) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        near = [str(path) for path in _python_files(file.parent)]
        found = get_close_matches(str(file), near, 1)
        meant = f"did you mean {found[0]}?" if found else "give the path of your answer"
        raise UsageError(f"{file} cannot be read: {reason}", meant) from error


def chosen(root: Path, names: Sequence[str]) -> list[LabFolder]:
    """The folders of ``names``; all there are, if none is named."""
    return [folder_of(root, name) for name in names] if names else list(find_folders(root))


def _python_files(folder: Path) -> Iterator[Path]:
    return folder.glob("*.py")
