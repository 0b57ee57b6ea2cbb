"""The rules that the folders of ``labs/`` keep together: each is found, each is known by one id.

```
 labs/<chapter>/chapter.md          is there and says something
 labs/<chapter>/<place>-<id>/       has exercise.toml or lab.toml; no other folder has its id
 needs = [...]                      names ids that there are
 labs/ids.txt                       every id that was ever published, one a line: none goes, none is left out
```
"""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from labkit.grader.folder import LabFolder, find_folders
from labkit.grader.rules import Problem

__all__ = ["IDS", "course_problems", "publish", "published_ids"]

IDS = "ids.txt"


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
    former = {id for folder in folders for id in _list(folder, "formerly")}
    yield from _permanence(root, set(first), former)
    for folder in folders:
        for id in _list(folder, "needs"):
            if id not in first:
                yield Problem(
                    _facts(folder),
                    "what is needed is there",
                    f"needs names {id}, and no folder has that id",
                )


def published_ids(root: Path) -> list[str]:
    """The ids that addresses and saved progress may name, in the order in which they were published."""
    file = root / IDS
    return file.read_text(encoding="utf-8").split() if file.is_file() else []


def publish(root: Path, ids: Iterable[str]) -> list[str]:
    """Add to the published ids those that are not among them yet; the ones that were added."""
    known = published_ids(root)
    new = [id for id in dict.fromkeys(ids) if id not in known]
    if new:
        text = "".join(f"{id}\n" for id in [*known, *new])
        (root / IDS).write_text(text, encoding="utf-8")
    return new


def _permanence(root: Path, ids: set[str], former: set[str]) -> Iterator[Problem]:
    known = published_ids(root)
    for id in known:
        if id not in ids | former:
            yield Problem(
                IDS,
                "ids are permanent",
                f"{id} was published and no folder has it now, nor says `formerly`; saved progress still names it",
            )
    for id in sorted(ids - set(known)):
        yield Problem(IDS, "ids are permanent", f"{id} is not in it; run `fieldbook record {id}`")


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


def _list(folder: LabFolder, key: str) -> list[str]:
    """The ids that the folder names; nothing where its facts cannot be read, which is told elsewhere."""
    try:
        found = tomllib.loads((folder.path / f"{folder.kind}.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError:
        return []
    ids = found.get(key, [])
    return [id for id in ids if isinstance(id, str)] if isinstance(ids, list) else []
