"""Install the peers from their own lock files into an ignored folder: never into the project's.

A stamp says from which lock files; an unchanged one makes this take no time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

__all__ = ["Installed", "install"]

ROOT = Path(__file__).resolve().parents[2]
LOCKS = Path(__file__).resolve().parent / "peers"
TARGET = ROOT / ".cache" / "bench"


class Installed(NamedTuple):
    """Where the peers are; a folder that does not exist has none."""

    python: Path
    node: Path

    @classmethod
    def existing(cls) -> Installed:
        """What an earlier run has installed, if one has."""
        return cls(TARGET / "python", TARGET / "node" / "node_modules")


def install() -> Installed:
    """Make both folders what the lock files say. What cannot be installed is left out, loudly."""
    found = Installed.existing()
    python, node = found.python, found.node.parent
    node.mkdir(parents=True, exist_ok=True)
    requirements = LOCKS / "requirements.txt"
    uv = str(ROOT / ".venv" / "bin" / "uv")
    _phase(
        python,
        made_from=f"{sys.version_info[:2]} {requirements.read_text()}",
        command=[
            *(uv, "pip", "install", "--quiet", "--no-deps", "--require-hashes"),
            *("--python", sys.executable, "--target", str(python), "-r", str(requirements)),
        ],
    )
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(LOCKS / name, node / name)
    _phase(
        found.node,
        made_from=(LOCKS / "package-lock.json").read_text(),
        command=["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(node)],
    )
    return found


def _phase(folder: Path, *, made_from: str, command: list[str]) -> None:
    stamp = TARGET / f"{folder.parent.name}-{folder.name}.stamp"
    if folder.is_dir() and stamp.is_file() and stamp.read_text() == made_from:
        return
    stamp.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    print(f"install: {folder.relative_to(ROOT)}", flush=True)
    done = subprocess.run(command, cwd=ROOT, env=os.environ, text=True, check=False)
    if done.returncode:
        print(f"install: left out what {folder.relative_to(ROOT)} would hold", flush=True)
        return
    stamp.write_text(made_from)
