"""Files to be written: kept in memory, compared with the disk, written when they differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Gap", "GapError", "Page", "stale_files", "write_changed"]


@dataclass(frozen=True, slots=True)
class Page:
    """One generated file: its path below the repository's root, and all of its bytes."""

    path: str
    data: bytes

    @classmethod
    def of_text(cls, path: str, text: str) -> "Page":
        """A page of UTF-8 text that ends with one newline."""
        return cls(path, (text.rstrip("\n") + "\n").encode())

    @property
    def text(self) -> str:
        """The content as text."""
        return self.data.decode()


@dataclass(frozen=True, slots=True)
class Gap:
    """Something a generated page needs and did not find: which file, which rule, what to do."""

    file: str
    rule: str
    message: str

    def __str__(self) -> str:
        """One line for a terminal."""
        return f"{self.file}: {self.message} (rule: {self.rule})"


class GapError(Exception):
    """The repository lacks something that the pages need."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        super().__init__("\n".join(str(gap) for gap in gaps))
        self.gaps = tuple(gaps)


def write_changed(root: Path, pages: Iterable[Page]) -> list[str]:
    """Write the pages whose bytes differ from the disk; their paths, in the order given.

    A file that is already right is not touched, so that a watching server stays quiet.
    """
    written = []
    for page in pages:
        target = root / page.path
        if target.is_file() and target.read_bytes() == page.data:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(page.data)
        written.append(page.path)
    return written


def stale_files(root: Path, pages: Iterable[Page], folders: Iterable[str]) -> list[Path]:
    """The files in the generated ``folders`` that no page of ``pages`` stands for any more."""
    wanted = {root / page.path for page in pages}
    return [
        file
        for folder in folders
        for file in sorted((root / folder).rglob("*"))
        if file.is_file() and file not in wanted
    ]
