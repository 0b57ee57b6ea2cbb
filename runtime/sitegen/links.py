"""Links from ``labs/`` to pages of the site: checked at their source, then made relative.

Files in ``labs/`` do not know where their page will be, so they link from the site's root:
``/guide/one-mutation/#retry``. A page gets ``../guide/one-mutation.md#retry``, which every builder
can check again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sitegen.course import Course, ExerciseItem, LabItem
from sitegen.markdown import link_path
from sitegen.pages import Gap, Page

__all__ = ["link_gaps", "page_anchors", "with_relative_links"]

Anchors = Mapping[str, frozenset[str]]
"""The pages of the site by path below ``docs/``, each with the ids one can link to."""

_LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(?P<text>.+?)(?: *\{:? *#(?P<id>[\w-]+)[^}]*\})?$", re.MULTILINE)
_ID = re.compile(r'\bid="([\w-]+)"')


def page_anchors(root: Path, generated: Iterable[Page]) -> Anchors:
    """All pages of the site: those written by hand and those just generated."""
    texts = {
        file.relative_to(root / "docs").as_posix(): file.read_text(encoding="utf-8")
        for file in (root / "docs").rglob("*.md")
        if file.relative_to(root / "docs").parts[0]
        not in ("exercises", "labs", "progress", "teach", "overrides")
    }
    texts |= {
        page.path.removeprefix("docs/"): page.text
        for page in generated
        if page.path.startswith("docs/") and page.path.endswith(".md")
    }
    return {path: frozenset(_anchors(text)) for path, text in texts.items()}


def link_gaps(course: Course, anchors: Anchors) -> Iterator[Gap]:
    """The links in ``labs/`` that lead nowhere."""
    for file, text in _sources(course):
        for match in _LINK.finditer(text):
            target = match["target"]
            if target.startswith(("https://", "#")):
                continue
            line = text.count("\n", 0, match.start()) + 1
            if not target.startswith("/"):
                yield Gap(
                    f"{file}:{line}",
                    "links start at the site's root",
                    f"{target!r} should look like /guide/one-mutation/#retry",
                )
            elif _resolve(target, anchors) is None:
                page = _page(target.partition("#")[0], anchors)
                known = ", ".join(sorted(anchors[page]) if page else _addresses(anchors))
                yield Gap(
                    f"{file}:{line}",
                    "links lead to a page of the site",
                    f"{target!r} does not exist; there is {known}",
                )


def with_relative_links(page: Page, anchors: Anchors) -> Page:
    """The page with its links from the site's root turned into links between files."""
    if not page.path.endswith(".md"):
        return page
    here = page.path.removeprefix("docs/")

    def relative(match: re.Match[str]) -> str:
        target = match["target"]
        found = _resolve(target, anchors) if target.startswith("/") else None
        if found is None:
            return match[0]
        path, anchor = found
        return f"]({link_path(path, seen_from=here)}{'#' if anchor else ''}{anchor})"

    return Page.of_text(page.path, _LINK.sub(relative, page.text))


def _sources(course: Course) -> Iterator[tuple[str, str]]:
    for chapter in course.chapters:
        yield f"{chapter.folder}/chapter.md", chapter.text
    items: list[ExerciseItem | LabItem] = [*course.exercises(), *course.labs()]
    for item in items:
        for name in ("prompt.md", "hints.md", "why.md"):
            if name in item.files:
                yield f"{item.folder}/{name}", item.files[name]


def _resolve(target: str, anchors: Anchors) -> tuple[str, str] | None:
    """The page and the anchor an address leads to, or None."""
    address, _, anchor = target.partition("#")
    path = _page(address, anchors)
    if path is None or (anchor and anchor not in anchors[path]):
        return None
    return path, anchor


def _page(address: str, anchors: Anchors) -> str | None:
    bare = address.strip("/")
    candidates = (f"{bare}.md", f"{bare}/index.md" if bare else "index.md")
    return next((path for path in candidates if path in anchors), None)


def _addresses(anchors: Anchors) -> list[str]:
    """The pages one would link to from an exercise, as addresses."""
    pages = (path.removesuffix(".md").removesuffix("index") for path in sorted(anchors))
    return [f"/{page.rstrip('/')}/" for page in pages if page and not page.startswith("contrib")]


def _anchors(text: str) -> Iterator[str]:
    for match in _HEADING.finditer(text):
        yield match["id"] or _slug(match["text"])
    yield from _ID.findall(text)


def _slug(heading: str) -> str:
    """The id that Python-Markdown gives to a heading of plain letters."""
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower())
