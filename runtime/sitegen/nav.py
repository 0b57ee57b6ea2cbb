"""The navigation: its roots as written in mkdocs.yml, filled with the pages that exist.

```
 - Guide: [a, b]               a list stays as it is written
 - Exercises: exercises/…      filled with the chapters of the course
 - Labs: labs/…                filled with the labs
 - Contributing: x/index.md    any other index page: filled with the pages of its folder
```

So a new exercise, lab or contributor's page edits no other file.
"""

from pathlib import Path
from typing import Any

import yaml
from mkdocs.utils.yaml import yaml_load

from sitegen.course import Course
from sitegen.pages import Page

__all__ = ["generated_config"]

Entry = str | dict[str, Any]


def generated_config(root: Path, course: Course) -> Page:
    """The configuration the site is built from: mkdocs.yml with a filled navigation."""
    with (root / "mkdocs.yml").open(encoding="utf-8") as file:
        roots: list[Entry] = yaml_load(file)["nav"]
    nav = [_filled(root / "docs", entry, course) for entry in roots]
    body = yaml.safe_dump(
        {"INHERIT": "mkdocs.yml", "nav": nav}, sort_keys=False, allow_unicode=True
    )
    return Page.of_text("mkdocs.generated.yml", f"# Written by `python -m sitegen`.\n{body}")


def _filled(docs: Path, entry: Entry, course: Course) -> Entry:
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
        case _:
            children = _pages_of(docs, docs / folder)
    return {title: [target, *children]}


def _pages_of(docs: Path, folder: Path) -> list[Entry]:
    """The pages of a folder by name, then its sub-folders, each under its own name."""
    if not folder.is_dir():
        return []
    pages: list[Entry] = [
        page.relative_to(docs).as_posix()
        for page in sorted(folder.glob("*.md"))
        if page.name != "index.md"
    ]
    for inner in sorted(path for path in folder.iterdir() if path.is_dir()):
        index = inner / "index.md"
        first: list[Entry] = [index.relative_to(docs).as_posix()] if index.is_file() else []
        below = _pages_of(docs, inner)
        if first or below:
            pages.append({inner.name.replace("-", " ").capitalize(): first + below})
    return pages
