"""The site for programs that read: Markdown beside each page, and two lists of it.

```
 docs/**/*.md ──▶ site/**/index.md      the page without its forms, links as on the site
              ──▶ site/llms.txt         every page with a sentence
              ──▶ site/llms-full.txt    the pages that explain, whole, in reading order
```

What stands in a page is what a reader of the page sees: numbers and cells are written out.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from sitegen.article import article_of
from sitegen.reference import read_topics

__all__ = ["PageForPrograms", "lists_of", "page_for_programs", "page_markdown", "write_llms"]

EXPLAIN = ("guide/", "reference/", "providers/")
INTRODUCTION = """\
# Convex Fieldbook

> A handbook of Convex back-end development: a guide, a reference with tested samples, exercises and \
a small engine to run them on. Independent of Convex, Inc.; checked against npm convex 1.48.0.

Each page is there as Markdown too, beside it: `index.md`. [All that explains, in one file](llms-full.txt).
"""

_BLOCKS = frozenset(
    {"p", "li", "tr", "h1", "h2", "h3", "h4", "pre", "div", "figure", "ul", "ol", "table"}
)
_VOID = frozenset(
    {"br", "hr", "img", "input", "link", "meta", "wbr", "path", "rect", "circle", "line"}
)
_SKIPPED = frozenset({"script", "style", "svg", "button", "nav", "template"})
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')


class _Writer(HTMLParser):
    """A built page's article as Markdown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._inside = 0
        self._skipped = 0
        self._pre = False
        self._cells = 0
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "article" and "md-content__inner" in facts.get("class", ""):
            self._inside = 1
            return
        if not self._inside or tag in _VOID:
            if tag == "br" and self._inside:
                self._say(" ")
            return
        if self._skipped or tag in _SKIPPED or "headerlink" in facts.get("class", ""):
            self._skipped += 1
            return
        match tag:
            case "h1" | "h2" | "h3" | "h4":
                self._say(f"\n\n{'#' * int(tag[1])} ")
            case "pre":
                self._say("\n\n```\n")
                self._pre = True
            case "code" if not self._pre:
                self._say("`")
            case "li":
                self._say("\n- ")
            case "tr":
                self._say("\n|")
                self._cells = 0
            case "td" | "th":
                self._say(" ")
                self._cells += 1
            case "a":
                self._links.append(facts.get("href", ""))
                self._say("[")
            case _ if tag in _BLOCKS:
                self._say("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if not self._inside or tag in _VOID:
            return
        if self._skipped:
            self._skipped -= 1
            return
        match tag:
            case "article":
                self._inside = 0
            case "pre":
                self._say("\n```\n\n")
                self._pre = False
            case "code" if not self._pre:
                self._say("`")
            case "td" | "th":
                self._say(" |")
            case "thead":
                self._say("\n|" + " --- |" * self._cells)
            case "a" if self._links:
                self._say(f"]({self._links.pop()})")
            case _ if tag in _BLOCKS - {"tr", "li"}:
                self._say("\n\n")

    def handle_data(self, data: str) -> None:
        if self._inside and not self._skipped:
            self._say(data if self._pre else re.sub(r"\s+", " ", data))

    def _say(self, text: str) -> None:
        self.parts.append(text)


def page_markdown(page: str) -> str:
    """A built page's article as Markdown."""
    writer = _Writer()
    writer.feed(article_of(page))
    text = "".join(writer.parts)
    text = re.sub(r"\[([^\]\n]*)\]\([^)\n]*glossary/#[^)\n]*\)", r"\1", text)
    text = re.sub(r"[ \t]+\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@dataclass(frozen=True, slots=True)
class PageForPrograms:
    """What the lists need of one page."""

    title: str
    description: str
    markdown: str


def page_for_programs(page: str) -> PageForPrograms:
    """The built page's facts and its Markdown."""
    return PageForPrograms(*_facts(page), page_markdown(page))


def write_llms(site: Path, root: Path) -> int:
    """Write the Markdown of every page and the two lists; how many pages there are."""
    pages: dict[str, PageForPrograms] = {}
    for file in sorted(site.rglob("index.html")):
        path = file.relative_to(site).as_posix().removesuffix("index.html")
        if path.startswith("assets/"):
            continue
        pages[path] = page_for_programs(file.read_text(encoding="utf-8"))
        file.with_suffix(".md").write_text(pages[path].markdown, encoding="utf-8")
    for name, text in lists_of(pages, root).items():
        (site / name).write_text(text, encoding="utf-8")
    return len(pages)


def lists_of(pages: Mapping[str, PageForPrograms], root: Path) -> dict[str, str]:
    """The two lists by file name. ``pages`` are all of the site, by address, in order of address."""
    order = _in_order([path for path in pages if path.startswith(EXPLAIN)], root)
    full = "\n\n---\n\n".join(f"<!-- {path} -->\n\n{pages[path].markdown}" for path in order)
    return {"llms.txt": _list(pages, root), "llms-full.txt": full}


def _facts(page: str) -> tuple[str, str]:
    """A page's title and its one sentence."""
    title, description = _TITLE.search(page), _DESCRIPTION.search(page)
    name = html.unescape(title[1]).removesuffix(" - Convex Fieldbook") if title else ""
    return name, html.unescape(description[1]) if description else ""


def _list(pages: Mapping[str, PageForPrograms], root: Path) -> str:
    parts = [INTRODUCTION]
    for heading, starts in (
        ("Guide", ("guide/",)),
        ("Reference", ("reference/", "providers/")),
        ("Exercises and labs", ("exercises/", "labs/")),
        ("Engine", ("engine/",)),
    ):
        paths = _in_order([path for path in pages if path.startswith(starts)], root)
        lines = [
            f"- [{pages[path].title}]({path}index.md): {pages[path].description}" for path in paths
        ]
        if lines:
            parts.append(f"## {heading}\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


def _in_order(paths: list[str], root: Path) -> Iterator[str]:
    """The guide first, then the topics in reading order, then the rest."""
    topics = [f"{topic.page}/" for topic in read_topics(root)]
    yield from sorted(
        paths,
        key=lambda path: (
            0 if path.startswith("guide/") else 1,
            topics.index(path) if path in topics else len(topics),
            path,
        ),
    )
