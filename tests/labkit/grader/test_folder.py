"""Folders on disk: found in the order of the course, read as text."""

from __future__ import annotations

from pathlib import Path

from labkit.grader.folder import default_root, find_folders, read_files


def write(path: Path, text: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_folders_come_in_the_order_of_the_course(tmp_path: Path) -> None:
    for place in (
        "20-b/10-two/lab.toml",
        "10-a/20-late/exercise.toml",
        "10-a/10-early/exercise.toml",
    ):
        write(tmp_path / place)
    write(tmp_path / "10-a" / "notes" / "x.md")
    write(tmp_path / "README.md")
    found = list(find_folders(tmp_path))
    assert [(folder.chapter, folder.id, folder.kind) for folder in found] == [
        ("10-a", "early", "exercise"),
        ("10-a", "late", "exercise"),
        ("20-b", "two", "lab"),
    ]


def test_files_are_read_by_path_without_what_tools_leave_behind(tmp_path: Path) -> None:
    for place in ("b.py", "wrong/a.py", "__pycache__/b.cpython-311.pyc", ".DS_Store"):
        write(tmp_path / place, place)
    assert read_files(tmp_path) == {"b.py": "b.py", "wrong/a.py": "wrong/a.py"}


def test_the_default_is_the_repository_s_own_folder() -> None:
    assert (default_root() / "40-occ" / "30-one-winner" / "exercise.toml").is_file()
