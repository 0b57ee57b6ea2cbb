"""Exercise and lab folders on disk: found, and read into mappings of path to text.

```
 labs/40-occ/30-one-winner/exercise.toml     chapter / place-id / facts
```

A folder with ``exercise.toml`` is an exercise, one with ``lab.toml`` is a lab; the number orders
it within the chapter and the rest of its name is its permanent id.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

__all__ = ["LabFolder", "default_root", "find_folders", "read_files"]

Kind = Literal["exercise", "lab"]


@dataclass(frozen=True, slots=True)
class LabFolder:
    """One folder below ``labs/<chapter>/``."""

    path: Path
    kind: Kind

    @property
    def id(self) -> str:
        """The name without the number that orders it."""
        return self.path.name.partition("-")[2]

    @property
    def chapter(self) -> str:
        """The name of the chapter folder, with its number."""
        return self.path.parent.name

    def files(self) -> dict[str, str]:
        """The text of every file, by its path inside the folder."""
        return read_files(self.path)


def default_root() -> Path:
    """The repository's ``labs/``: below the working folder, else beside this package."""
    here = Path.cwd() / "labs"
    return here if here.is_dir() else Path(__file__).resolve().parents[3] / "labs"


def find_folders(root: Path) -> Iterator[LabFolder]:
    """Yield the folders of ``root`` in the order of the course: chapters, then numbers."""
    for chapter in sorted(root.iterdir()):
        if not chapter.is_dir():
            continue
        for path in sorted(chapter.iterdir()):
            if (path / "exercise.toml").is_file():
                yield LabFolder(path, "exercise")
            elif (path / "lab.toml").is_file():
                yield LabFolder(path, "lab")


def read_files(path: Path) -> dict[str, str]:
    """The text of every file below ``path``, by path with forward slashes, in order of path.

    Compiled Python and files whose name starts with a dot are not content and are left out.
    """
    found = {}
    for file in sorted(path.rglob("*")):
        inside = file.relative_to(path)
        if file.is_file() and not any(
            part.startswith(".") or part == "__pycache__" for part in inside.parts
        ):
            found[inside.as_posix()] = file.read_text(encoding="utf-8")
    return found
