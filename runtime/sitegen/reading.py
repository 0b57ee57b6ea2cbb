"""Where to read on: the headings of the site's pages, by the address an exercise names.

```
 "/guide/one-mutation/#conflict"  ──▶  What happens to one mutation: The commit: one rule decides
 "/reference/not-written-yet/"    ──▶  nothing, and the page has no such link
```
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.markdown import link_path
from sitegen.pages import Page

__all__ = ["Reading"]

_HEADING = re.compile(r"^(?P<level>#{1,6}) +(?P<text>.+?)(?: *\{:? *#(?P<id>[\w-]+)[^}]*\})?$")


@dataclass(frozen=True, slots=True)
class Reading:
    """The titles of pages by path below ``docs/``, and of their sections by id."""

    pages: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, root: Path, generated: Iterable[Page]) -> "Reading":
        """The pages written by hand and those just generated."""
        docs = root / "docs"
        made = ("exercises", "labs", "progress", "teach", "overrides")
        texts = {
            file.relative_to(docs).as_posix(): file.read_text(encoding="utf-8")
            for file in docs.rglob("*.md")
            if file.relative_to(docs).parts[0] not in made
        }
        texts |= {
            page.path.removeprefix("docs/"): page.text
            for page in generated
            if page.path.startswith("docs/") and page.path.endswith(".md")
        }
        return cls({path: dict(_headings(text)) for path, text in texts.items()})

    def link(self, address: str, *, seen_from: str) -> str | None:
        """A Markdown link to ``address``, named by page and section; None if it leads nowhere."""
        where, _, anchor = address.partition("#")
        bare = where.strip("/")
        path = next(
            (each for each in (f"{bare}.md", f"{bare}/index.md") if each in self.pages), None
        )
        if path is None or (anchor and anchor not in self.pages[path]):
            return None
        title = self.pages[path].get("", bare)
        name = f"{title}: {self.pages[path][anchor]}" if anchor else title
        target = f"{link_path(path, seen_from=seen_from)}{'#' if anchor else ''}{anchor}"
        return f"[{name}]({target})"


def _headings(text: str) -> Iterable[tuple[str, str]]:
    is_code = False
    for line in text.splitlines():
        is_code ^= line.lstrip().startswith("```")
        heading = None if is_code else _HEADING.match(line)
        if heading is None:
            continue
        name = heading["text"].strip()
        if heading["level"] == "#":
            yield "", name
        yield heading["id"] or _slug(name), name


def _slug(heading: str) -> str:
    """The id that Python-Markdown gives to a heading of plain letters."""
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower())
