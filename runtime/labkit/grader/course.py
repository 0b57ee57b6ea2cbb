"""The rules that the folders of ``labs/`` keep together: each is found, each is known by one id.

```
 labs/<chapter>/chapter.md          is there and says something
 labs/<chapter>/<place>-<id>/       has exercise.toml or lab.toml; no other folder has its id
 needs = [...]                      names ids that there are
```
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from labkit.grader.folder import LabFolder, find_folders
from labkit.grader.rules import Problem

__all__ = ["course_problems"]


def course_problems(root: Path) -> Iterator[Problem]:
    """Yield every rule that the folders of ``root`` break together; files are named from ``root`` on."""
    folders = list(find_folders(root))
    for chapter in sorted(root.iterdir()):
        if chapter.is_dir() and not chapter.name.startswith((".", "_")):
            yield from _chapter(chapter)
    first: dict[str, LabFolder] = {}
    for folder in folders:
        other = first.setdefault(folder.id, folder)
        if other is not folder:
            yield Problem(
                _facts(folder),
                "ids are unique",
                f"{other.chapter}/{other.path.name} has the id {folder.id} too",
            )
    for folder in folders:
        for id in _needs(folder):
            if id not in first:
                yield Problem(
                    _facts(folder),
                    "what is needed is there",
                    f"needs names {id}, and no folder has that id",
                )


def _chapter(chapter: Path) -> Iterator[Problem]:
    text = chapter / "chapter.md"
    if not text.is_file() or not text.read_text(encoding="utf-8").strip():
        what = "it is empty" if text.is_file() else "it is not there"
        yield Problem(f"{chapter.name}/chapter.md", "a chapter has a text", what)
    for path in sorted(chapter.iterdir()):
        if not path.is_dir() or path.name.startswith((".", "_")):
            continue
        if not any((path / f"{kind}.toml").is_file() for kind in ("exercise", "lab")):
            yield Problem(
                f"{chapter.name}/{path.name}/",
                "a folder is an exercise or a lab",
                "it has neither exercise.toml nor lab.toml, so nothing finds it",
            )


def _facts(folder: LabFolder) -> str:
    return f"{folder.chapter}/{folder.path.name}/{folder.kind}.toml"


def _needs(folder: LabFolder) -> list[str]:
    """What the folder builds on; nothing where its facts cannot be read, which is told elsewhere."""
    try:
        found = tomllib.loads((folder.path / f"{folder.kind}.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError:
        return []
    needs = found.get("needs", [])
    return [id for id in needs if isinstance(id, str)] if isinstance(needs, list) else []
