"""On a machine that lacks something, set-up says in one line what to install."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("setup.sh")
TOOLS = ("sh", "dirname", "mkdir", "cat", "cksum", "cut", "tail", "env", "rm")

# What a fake interpreter answers; the real one stands behind the good one.
GOOD_PYTHON = f'exec {sys.executable} "$@"'
OLD_PYTHON = 'case "$2" in *print*) echo 3.9.2 ;; *) exit 1 ;; esac'
PYTHON_WITHOUT_VENV = f'case "$2" in *ensurepip*) exit 1 ;; esac; exec {sys.executable} "$@"'
GOOD_NODE = "echo v22.1.0"
OLD_NODE = "echo v18.20.4"
ALMOST_NODE = "echo v20.18.9"


def set_up(folder: Path, **programs: str) -> tuple[int, list[str]]:
    """Run set-up in an empty clone on a machine with these programs; status and what it said."""
    (folder / "bin").mkdir()
    for tool in TOOLS:
        (folder / "bin" / tool).symlink_to(str(shutil.which(tool)))
    for name, body in programs.items():
        program = folder / "bin" / name
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(0o755)
    (folder / "tests" / "tools").mkdir(parents=True)
    script = shutil.copy(SCRIPT, folder / "tests" / "tools")
    for name in ("pyproject.toml", "uv.lock", "package.json", "package-lock.json"):
        (folder / name).write_text("")
    done = subprocess.run(
        ["sh", script],
        env={"PATH": str(folder / "bin"), "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).splitlines()


@pytest.mark.parametrize(
    ("programs", "said"),
    [
        ({"node": GOOD_NODE, "npm": ""}, "no Python found. Install Python 3.11.5 or newer"),
        (
            {"node": GOOD_NODE, "npm": "", "python3": OLD_PYTHON},
            "Python 3.9.2 (python3) is too old",
        ),
        ({"node": GOOD_NODE, "npm": "", "python3": PYTHON_WITHOUT_VENV}, "has no venv module"),
        ({"python3": GOOD_PYTHON}, "Node is not installed. Install Node 20.19 or newer"),
        ({"python3": GOOD_PYTHON, "node": OLD_NODE, "npm": ""}, "Node v18.20.4 is too old"),
        ({"python3": GOOD_PYTHON, "node": ALMOST_NODE, "npm": ""}, "Node v20.18.9 is too old"),
        ({"python3": GOOD_PYTHON, "node": GOOD_NODE}, "npm is not installed"),
    ],
)
def test_what_is_missing_is_said_in_one_line(
    tmp_path: Path, programs: dict[str, str], said: str
) -> None:
    status, lines = set_up(tmp_path, **programs)
    assert status == 1
    assert len(lines) == 1
    assert lines[0].startswith("Set-up stopped: ")
    assert said in lines[0]
