"""The navigation: its roots as written in mkdocs.yml, filled with the pages that exist.

```
 - Guide: [a, b]               a list stays as it is written
 - Exercises: exercises/…      filled with the chapters of the course
 - Labs: labs/…                filled with the labs
 - Reference: reference/…      filled with the topics that are written, in their own order
 - Contributing: x/index.md    any other index page: filled with the pages of its folder,
                               written by hand or about to be generated
```

So a new exercise, lab or contributor's page edits no other file.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from mkdocs.utils.yaml import yaml_load

from sitegen.course import Course
from sitegen.pages import Page
from sitegen.reference import read_topics

__all__ = ["generated_config"]

Entry = str | dict[str, Any]


def generated_config(root: Path, course: Course, generated: Iterable[Page] = ()) -> Page:
    """The configuration the site is built from: mkdocs.yml with a filled navigation."""
    with (root / "mkdocs.yml").open(encoding="utf-8") as file:
        roots: list[Entry] = yaml_load(file)["nav"]
    soon = frozenset(page.path.removeprefix("docs/") for page in generated)
    nav = [_filled(root / "docs", entry, course, soon) for entry in roots]
    body = yaml.safe_dump(
        {"INHERIT": "mkdocs.yml", "nav": nav}, sort_keys=False, allow_unicode=True
    )
    return Page.of_text("mkdocs.generated.yml", f"# Written by `python -m sitegen`.\n{body}")


def _filled(docs: Path, entry: Entry, course: Course, soon: frozenset[str]) -> Entry:
    if isinstance(entry, str):
        return entry
    ((title, target),) = entry.items()
    if not isinstance(target, str) or not target.endswith("/index.md"):
        return entry
    folder = target.removesuffix("/index.md")
    match folder:
        case "exercises":
            children: list[Entry] = [
                {chapter.title: [chapter.page, *(item.page for item in chapter.exercises)]}
                for chapter in course.chapters
                if chapter.exercises
            ]
        case "labs":
            children = [item.page for item in course.labs()]
        case "reference":
            children = _topics(docs, soon)
        case _:
            children = _pages_of(docs, docs / folder, soon)
    return {title: [target, *children]}


def _topics(docs: Path, soon: frozenset[str]) -> list[Entry]:
    """The topics that there are; the pages on providers stand under one name."""
    there = [
        topic.path
        for topic in read_topics(docs.parent)
        if topic.path in soon or (docs / topic.path).is_file()
    ]
    pages: list[Entry] = []
    for path in there:
        if not path.startswith("providers/"):
            pages.append(path)
        elif not any(isinstance(entry, dict) for entry in pages):
            pages.append(
                {"Sign-in providers": [each for each in there if each.startswith("providers/")]}
            )
    return pages


def _pages_of(docs: Path, folder: Path, soon: frozenset[str]) -> list[Entry]:
    """The pages of a folder by name, then its sub-folders, each under its own name."""
    here = folder.relative_to(docs).as_posix()
    on_disk = {page.relative_to(docs).as_posix() for page in folder.glob("*.md")}
    generated = {path for path in soon if path.rpartition("/")[0] == here}
    pages: list[Entry] = [
        page for page in sorted(on_disk | generated) if page != f"{here}/index.md"
    ]
    if not folder.is_dir():
        return pages
    for inner in sorted(path for path in folder.iterdir() if path.is_dir()):
        index = inner / "index.md"
        first: list[Entry] = [index.relative_to(docs).as_posix()] if index.is_file() else []
        below = _pages_of(docs, inner, soon)
        if first or below:
            pages.append({inner.name.replace("-", " ").capitalize(): first + below})
    return pages
