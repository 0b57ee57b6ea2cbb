"""`python -m sitegen`: what it says and how it ends."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.build import StepError
from sitegen.serve import serve

pytestmark = pytest.mark.slow


def run(root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "sitegen", *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_writes_nothing(small_root: Path) -> None:
    result = run(small_root, "--check")
    assert result.returncode == 0
    assert result.stdout.endswith("files can be generated, no gaps\n")
    assert not (small_root / "mkdocs.generated.yml").exists()
    assert not (small_root / "docs/exercises").exists()


def test_check_fails_on_a_gap_and_names_file_and_rule(small_root: Path) -> None:
    (small_root / "labs/10-small/20-add-one/prompt.md").unlink()
    result = run(small_root, "--check")
    assert result.returncode == 1
    assert result.stderr == (
        "sitegen: labs/10-small/20-add-one/prompt.md: the folder has no such file "
        "(rule: the page's files exist)\n"
    )


def test_outside_the_repository_it_says_where_to_run(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.returncode == 2
    assert "Run it from the repository's root" in result.stdout


def test_a_taken_port_is_said_before_anything_is_built(small_root: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(StepError, match=f"Port {port} is taken"):
            serve(small_root, port=port)
    assert not (small_root / "mkdocs.generated.yml").exists()
