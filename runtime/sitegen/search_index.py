"""What the search box looks through: every section of the built site, and the texts of errors.

```
 site/**/index.html ──▶ a section for each heading with an id: title, text, aliases
 errors.toml        ──▶ the literal parts of each error's text, and where it is explained
                    ──▶ site/search/sections.json
```

A heading's aliases are the comment below it: ``<!-- search: withIndex, compound index -->``. They
are read from the page that was built, whatever made it, and leave it with this step.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from sitegen.article import article_of
from sitegen.error_texts import read_errors

__all__ = [
    "INDEX",
    "THEMES_INDEX",
    "THEMES_OWN",
    "Section",
    "index_text",
    "sections_of",
    "without_aliases",
    "write_search_index",
]

INDEX = "search/sections.json"
THEMES_OWN = "search/search_index.json"
THEMES_INDEX = '{"config":{"lang":["en"],"separator":" ","pipeline":[]},"docs":[]}'
"""What the theme fetches with every page and hands to the worker: nothing, so that it costs nothing."""

TEXT_MAX = 4_000
"""Characters of one section that are looked through; longer ones are tables of names."""
TEXT_MAX_OF_OTHERS = 1_200
"""The same where nobody looks first: code to read, exercises, what contributors need."""

_ALIASES = re.compile(r"\s*search:(?P<names>.*)\Z", re.DOTALL)
_COMMENT = re.compile(r"<!--\s*search:.*?-->\n?", re.DOTALL)
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr", "source", "path"})
_SKIPPED = frozenset({"script", "style", "svg", "button", "template"})
_BLOCKS = frozenset(
    {"p", "li", "td", "th", "tr", "div", "pre", "dt", "dd", "summary", "figcaption"}
)
_HEADINGS = frozenset({"h1", "h2", "h3"})
WEIGHED = 0.8
_WEIGHTS = (
    ("reference/index", 0.5),
    ("reference/errors", 0.9),
    ("reference/glossary", 0.8),
    ("reference/", 1.5),
    ("providers/", 1.3),
    ("guide/", 1.4),
    ("labs/", 0.8),
    ("exercises/", 0.7),
    ("engine/", 0.5),
    ("contributing/", 0.2),
)


@dataclass(slots=True)
class Section:
    """One heading, and what stands below it up to the next."""

    location: str
    page: str
    title: str = ""
    aliases: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """As the search worker takes it."""
        text = re.sub(r"\s+", " ", "".join(self.pieces)).strip()
        weight = next((by for start, by in _WEIGHTS if self.location.startswith(start)), 1)
        return {
            "location": self.location,
            "page": self.page,
            "title": self.title,
            "text": text[: TEXT_MAX if weight >= WEIGHED else TEXT_MAX_OF_OTHERS],
            "aliases": self.aliases,
            "weight": weight,
        }


class _Reader(HTMLParser):
    """Cuts one page into sections."""

    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.sections: list[Section] = []
        self._article = 0
        self._skipped = 0
        self._heading: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "article" and "md-content__inner" in facts.get("class", ""):
            self._article = 1
            return
        if not self._article or tag in _VOID:
            return
        if tag == "article":
            self._article += 1
        is_mark = "headerlink" in facts.get("class", "") or "data-search-skip" in facts
        if self._skipped or tag in _SKIPPED or is_mark:
            self._skipped += 1
            return
        if tag in _HEADINGS and (tag == "h1" or "id" in facts):
            anchor = "" if tag == "h1" else f"#{facts['id']}"
            page = self.sections[0].title if self.sections else ""
            self.sections.append(Section(f"{self.address}{anchor}", page))
            self._heading = tag
        elif tag in _BLOCKS:
            self._add(" ")

    def handle_endtag(self, tag: str) -> None:
        if not self._article or tag in _VOID:
            return
        if self._skipped:
            self._skipped -= 1
            return
        if tag == "article":
            self._article -= 1
        if tag == self._heading:
            section = self.sections[-1]
            section.title = re.sub(r"\s+", " ", section.title).strip()
            section.page = section.page or section.title
            self._heading = None
        elif tag in _BLOCKS:
            self._add(" ")

    def handle_data(self, data: str) -> None:
        if not self._article or self._skipped or not self.sections:
            return
        if self._heading:
            self.sections[-1].title += data
        else:
            self._add(data)

    def handle_comment(self, data: str) -> None:
        found = _ALIASES.match(data)
        if found and self.sections:
            names = (html.unescape(name).strip() for name in found["names"].split(","))
            self.sections[-1].aliases += [name for name in names if name]

    def _add(self, text: str) -> None:
        if self.sections and not self._heading:
            self.sections[-1].pieces.append(text)


def sections_of(page: str, address: str) -> list[Section]:
    """The sections of one built page, the page itself first."""
    reader = _Reader(address)
    reader.feed(article_of(page))
    return reader.sections


def without_aliases(page: str) -> str:
    """The page without the comments that only this step reads."""
    return _COMMENT.sub("", page)


def write_search_index(site: Path, root: Path) -> int:
    """Write the index of the site at ``site``; how many sections it has."""
    sections = list(_all_sections(site))
    (site / "search").mkdir(exist_ok=True)
    (site / INDEX).write_text(index_text(sections, root), encoding="utf-8")
    (site / THEMES_OWN).write_text(THEMES_INDEX, encoding="utf-8")
    return len(sections)


def index_text(sections: list[dict[str, Any]], root: Path) -> str:
    """The index of ``sections``, as they come from `Section.to_json`, and of the texts of errors."""
    known = {section["location"] for section in sections}
    errors = [
        {
            "parts": error.literal_parts,
            "locations": [place for place in error.locations if place in known],
        }
        for error in read_errors(root)
    ]
    data = {"sections": sections, "errors": errors}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _all_sections(site: Path) -> Iterator[dict[str, Any]]:
    for file in sorted(site.rglob("index.html")):
        path = file.relative_to(site).as_posix().removesuffix("index.html")
        if path.startswith("assets/"):
            continue
        text = file.read_text(encoding="utf-8")
        for section in sections_of(text, path):
            yield section.to_json()
        stripped = without_aliases(text)
        if stripped != text:
            file.write_text(stripped, encoding="utf-8")
