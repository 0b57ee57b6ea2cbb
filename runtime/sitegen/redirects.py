"""Old addresses: a page for each that leads to where its text is now.

```
 docs/reference/data/redirects.toml   "guide/old/" = "guide/new/#part"  ─┐
 exercise.toml, formerly = ["old"]    exercises/old/ ──▶ exercises/new/ ─┴▶ site/guide/old/index.html
```

A static host cannot redirect, so the page does: at once, and with a link for whoever stays.
"""

import html
import posixpath
import tomllib
from collections.abc import Mapping
from pathlib import Path

from labkit.grader.exercise import ExerciseError
from labkit.grader.page_facts import PageFacts
from sitegen.course import Course, read_course
from sitegen.pages import Gap, GapError

__all__ = ["DATA", "moved_addresses", "redirect_page", "write_redirects"]

DATA = "docs/reference/data/redirects.toml"
RULE = "an old address leads to a page"

PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={link}">
<meta name="robots" content="noindex">
<link rel="canonical" href="{link}">
<title>This page has moved</title>
</head>
<body>
<main>
<h1>This page has moved</h1>
<p>It is now at <a href="{link}">{shown}</a>.</p>
</main>
</body>
</html>
"""


def moved_addresses(root: Path, course: Course) -> dict[str, str]:
    """Old address to new one, both below the site, such as ``guide/old/``."""
    moved: dict[str, str] = {}
    for item in course.exercises():
        try:
            former = PageFacts.from_files(item.files).formerly
        except ExerciseError:
            continue  # `fieldbook check` says what is wrong with it
        for id in former:
            moved[f"exercises/{id}/"] = f"exercises/{item.exercise.id}/"
    data = tomllib.loads((root / DATA).read_text(encoding="utf-8"))
    return {**moved, **data["moved"]}


def redirect_page(old: str, new: str) -> str:
    """The page at ``old`` that leads to ``new``."""
    page, hash_sign, anchor = new.partition("#")
    link = f"{posixpath.relpath(page or '.', old)}/{hash_sign}{anchor}"
    return PAGE.format(link=html.escape(link), shown=html.escape(new))


def write_redirects(site: Path, root: Path) -> int:
    """Write a page for each old address of the built site; how many there are.

    Raises: GapError, if an old address is a page still, or a new one is none.
    """
    moved = moved_addresses(root, read_course(root))
    gaps = [*_gaps(site, moved)]
    if gaps:
        raise GapError(gaps)
    for old, new in moved.items():
        file = site / old / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(redirect_page(old, new), encoding="utf-8")
    return len(moved)


def _gaps(site: Path, moved: Mapping[str, str]) -> list[Gap]:
    gaps = []
    for old, new in moved.items():
        page, _, anchor = new.partition("#")
        target = site / page / "index.html"
        if not old.endswith("/") or (site / old / "index.html").is_file():
            gaps.append(Gap(DATA, RULE, f"{old} is a page still, or does not end in /"))
        elif not target.is_file():
            gaps.append(Gap(DATA, RULE, f"{old} leads to {new}, and there is no such page"))
        elif anchor and f'id="{anchor}"' not in target.read_text(encoding="utf-8"):
            gaps.append(Gap(DATA, RULE, f"{old} leads to {new}, and the page has no such section"))
    return gaps
