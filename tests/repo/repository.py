"""The files of this repository as the rules about it see them: what git keeps or would add."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = frozenset({".py", ".js", ".mjs"})
BINARY = frozenset({".png", ".woff2", ".ico", ".zip", ".gz", ".webp"})


@cache
def paths() -> tuple[Path, ...]:
    """Every file, relative to the root, in order; deleted ones are left out."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = (Path(name) for name in names.split("\0") if name)
    return tuple(sorted(path for path in found if (ROOT / path).is_file()))


@cache
def read(path: Path) -> str:
    """The text of one file."""
    return (ROOT / path).read_text(encoding="utf-8")


def texts() -> list[Path]:
    """Every file that holds text."""
    return [path for path in paths() if path.suffix not in BINARY]


def code(*tops: str) -> list[Path]:
    """Python and JavaScript below the folders ``tops``; generated files are not among them."""
    return [path for path in paths() if path.suffix in CODE and path.parts[0] in tops]
