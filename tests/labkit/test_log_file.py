"""A backend whose commits are in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from labkit.log_file import LogFile
from minivex import Backend
from minivex.errors import StorageError


def test_a_backend_goes_on_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "commits.log"
    backend = Backend.open(LogFile(path))
    backend.load("jobs", [{"n": 1}])
    backend.load("jobs", [{"n": 2}])
    again = Backend.open(LogFile(path))
    assert again.documents("jobs") == backend.documents("jobs")
    again.compact()
    again.load("jobs", [{"n": 3}])
    assert Backend.open(LogFile(path)).documents("jobs") == again.documents("jobs")
    assert [file.name for file in tmp_path.iterdir()] == ["commits.log"]


def test_a_commit_that_the_disk_does_not_take_does_not_happen(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    backend = Backend.open(LogFile(folder / "commits.log"))
    folder.rename(tmp_path / "gone")
    with pytest.raises(StorageError, match="did not take a write"):
        backend.load("jobs", [{"n": 1}])
    assert backend.documents("jobs") == []
