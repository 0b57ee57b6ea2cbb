"""The reference: its generated pages, the order of its topics, and its index of everything.

```
 docs/reference/data/topics.toml ──▶ order in the navigation, rows of /reference/
 limits · errors · glossary      ──▶ a page each
 headings of the written pages   ──▶ /reference/ links every section there is
```
"""

import re
import tomllib
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from sitegen import error_texts, glossary, limits
from sitegen.markdown import front_matter, link_path
from sitegen.pages import Page

__all__ = ["REFERENCE_PAGES", "Topic", "read_topics", "reference_pages"]

INDEX = "reference/index.md"
REFERENCE_PAGES = (INDEX, limits.PAGE, error_texts.PAGE, glossary.PAGE)
"""Generated, and git-ignored one by one: other pages beside them are written by hand."""

DATA = "docs/reference/data/topics.toml"
_HEADING = re.compile(r"^## +(?P<text>.+?) *\{:? *#(?P<id>[\w-]+)[^}]*\}$", re.MULTILINE)
_FENCE = re.compile(r"^(`{3,}).*?^\1`*$", re.MULTILINE | re.DOTALL)
_FRAME = frozenset({"example", "try", "traps", "limits", "questions", "changes", "next"})
"""Sections that every page has: not worth a link from outside."""

LEAD = """\
Every topic of Convex back-end development, section by section. Each page says what a thing does, \
the rule behind it, where it bites, and lets you run it.
{ .fb-lead }

Looking for a name, a question or an error text? Press <kbd>/</kbd> and paste it, ids and all."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of the reference, written or not."""

    page: str
    title: str
    summary: str

    @property
    def path(self) -> str:
        """Its file below ``docs/``."""
        return f"{self.page}.md"


def read_topics(root: Path) -> list[Topic]:
    """All topics in reading order."""
    data = tomllib.loads((root / DATA).read_text(encoding="utf-8"))
    return [Topic(**entry) for entry in data["topic"]]


def reference_pages(root: Path, anchors: Mapping[str, frozenset[str]]) -> list[Page]:
    """The generated pages of the reference. ``anchors`` are those of the pages written by hand."""
    known = dict(anchors)
    made = [
        limits.limits_page(root),
        error_texts.errors_page(root, known),
        glossary.glossary_page(root, known),
    ]
    texts = {page.path.removeprefix("docs/"): page.text for page in made}
    return [*made, _index(root, texts)]


def _index(root: Path, made: Mapping[str, str]) -> Page:
    rows = []
    for topic in read_topics(root):
        file = root / "docs" / topic.path
        text = made.get(topic.path)
        if text is None and file.is_file():
            text = file.read_text(encoding="utf-8")
        if topic.path == glossary.PAGE:
            text = ""  # its sections are words, and there are too many to list
        if text is not None:
            rows.append(_topic(topic, text, set() if topic.path in made else _FRAME))
    parts = [
        front_matter(
            title="Reference",
            description="Convex from A to Z: functions, database, auth, scheduling, files, search, Next.js.",
            hide=["toc"],
            render_macros=False,
        ),
        "# Reference",
        LEAD,
        '<div class="fb-topics" markdown>',
        *rows,
        "</div>",
    ]
    return Page.of_text(f"docs/{INDEX}", "\n\n".join(parts))


def _topic(topic: Topic, text: str, left_out: AbstractSet[str]) -> str:
    link = link_path(topic.path, seen_from=INDEX)
    sections = [
        f"[{found['text'].strip()}]({link}#{found['id']})"
        for found in _HEADING.finditer(_FENCE.sub("", text))
        if found["id"] not in left_out
    ]
    listed = "\n".join(f"- {section}" for section in sections)
    return (
        '<div class="fb-topic" markdown>\n\n'
        f"## [{topic.title}]({link})\n\n{topic.summary}\n\n{listed}\n\n</div>"
    )
