"""Install the peers of ``make bench-browser`` from lock files of their own, never the project's.

A virtual environment with the two site builders, the wheels that a Python kernel in a page asks
for, and a node_modules with everything that those sites load from other hosts when published.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

__all__ = ["ROOT", "TARGET", "InstallError", "Installed", "install"]

ROOT = Path(__file__).resolve().parents[3]
LOCKS = Path(__file__).resolve().parent / "peers"
TARGET = ROOT / ".cache" / "bench-browser"


class InstallError(Exception):
    """A lock file could not be installed; the message is the end of what the tool printed."""


class Installed(NamedTuple):
    """Where things are."""

    python: Path
    """A virtual environment."""
    wheels: Path
    node: Path
    """A node_modules."""


def install() -> Installed:
    """Make all three what the lock files say; nothing is done for one that has not changed.

    Raises: InstallError.
    """
    found = Installed(TARGET / "python", TARGET / "wheels", TARGET / "node" / "node_modules")
    version = f"{sys.version_info[:2]}"
    uv = str(ROOT / ".venv" / "bin" / "uv")
    builders, wheels = LOCKS / "requirements.txt", LOCKS / "wheels.txt"
    _phase(
        found.python,
        version + builders.read_text(),
        [uv, "venv", "--quiet", "--python", sys.executable, str(found.python)],
        [
            *(uv, "pip", "install", "--quiet", "--no-deps", "--require-hashes"),
            *("--python", str(found.python), "-r", str(builders)),
        ],
    )
    _phase(
        found.wheels,
        wheels.read_text(),
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
            *("--no-deps", "--require-hashes", "--only-binary=:all:", "--python-version=3.14"),
            *("--dest", str(found.wheels), "-r", str(wheels)),
        ],
    )
    found.node.parent.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(LOCKS / name, found.node.parent / name)
    npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    _phase(
        found.node,
        (LOCKS / "package-lock.json").read_text(),
        [*npm, "--prefix", str(found.node.parent)],
    )
    return found


def _phase(folder: Path, made_from: str, *commands: list[str]) -> None:
    stamp = TARGET / f"{folder.name}.stamp"
    if folder.is_dir() and stamp.is_file() and stamp.read_text() == made_from:
        return
    stamp.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    print(f"install: {folder.relative_to(ROOT)}", flush=True)
    for command in commands:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise InstallError("\n".join((done.stdout + done.stderr).splitlines()[-10:]))
    stamp.write_text(made_from)
