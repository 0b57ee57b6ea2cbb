"""The registry of errors: every text a Convex developer meets, what it means and what to do.

```
 docs/reference/data/errors.toml ──▶ /reference/errors/      a section for each, with a run that raises it
                                 ──▶ the search index        finds a text with other ids and names in it
                                 ──▶ a test                  runs each reproduction and compares the text
```

A text holds ``{…}`` where every error has another name, id or number.
"""

import html
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import minivex
from sitegen.cells import cell_element
from sitegen.markdown import front_matter, link_path
from sitegen.pages import Page

__all__ = ["PAGE", "KnownError", "errors_page", "read_errors", "reproduction_of"]

PAGE = "reference/errors.md"
DATA = "docs/reference/data/errors.toml"
GROUPS = {
    "arguments": "Arguments and values",
    "database": "Reading and writing",
    "limits": "Limits",
    "concurrency": "Concurrency",
    "functions": "Functions and contexts",
    "scheduling": "Scheduling and crons",
    "http": "HTTP actions and files",
    "schema": "Schemas and pushes",
    "auth": "Authentication",
    "client": "Clients and React",
    "next": "Next.js",
    "types": "Type checker",
}
LITERAL_MIN = 6
"""Letters between two holes that say something about a text."""

TITLE_MAX = 76

_HOLE = re.compile(r"\{[\w …]*\}")

LEAD = """\
Look up the text that you got. Ids, names and numbers in it do not matter: paste all of it into the \
search box, and it finds the entry.
{ .fb-lead }

Each entry says what happened, what to do about it and what that costs. Where the engine of the labs \
raises the same text, you can run the code that causes it. `{…}` stands for what differs each time."""


@dataclass(frozen=True, slots=True)
class KnownError:
    """One error text."""

    id: str
    group: str
    text: str
    means: str
    fixes: tuple[str, ...]
    pages: tuple[str, ...]
    """Where it is explained, such as ``error-handling#occ-error``; the first is the place to read."""
    source: str
    seen: str = ""
    """Who sees it and when: caller, push, browser console, type checker."""
    code: str = ""
    """The field ``code`` of the HTTP answer, or of the engine's class."""
    python: str = ""
    """A cell that raises it, without imports; the module is ``messages``."""

    @property
    def literal_parts(self) -> list[str]:
        """The stretches of the text that are the same every time.

        Short ones between two holes are left out: they are in too many texts.
        """
        parts = [part.strip() for part in _HOLE.split(self.text)]
        long = [part for part in parts if len(part) >= LITERAL_MIN]
        return long or [part for part in parts if part]

    @property
    def pattern(self) -> re.Pattern[str]:
        """Matches the text with anything in its holes."""
        escaped = (re.escape(re.sub(r"\s+", " ", part)) for part in _HOLE.split(self.text))
        return re.compile(".*?".join(escaped), re.DOTALL)

    @property
    def locations(self) -> list[str]:
        """Where the search leads: the section that explains it, then the entry."""
        sections = [f"{_address(page)}#{page.partition('#')[2]}" for page in self.pages[:1]]
        return [*sections, f"reference/errors/#{self.id}"]


def read_errors(root: Path) -> list[KnownError]:
    """All entries, in the order of the file.

    Raises: ValueError, for an id that is there twice or a group that is not known.
    """
    data: dict[str, Any] = tomllib.loads((root / DATA).read_text(encoding="utf-8"))
    found: dict[str, KnownError] = {}
    for entry in data["error"]:
        lists: dict[str, Any] = {name: tuple(entry.pop(name)) for name in ("fixes", "pages")}
        error = KnownError(**entry, **lists)
        if error.id in found or error.group not in GROUPS or not error.pages:
            raise ValueError(f"{DATA}: {error.id} is there twice, or has no known group or page")
        found[error.id] = error
    return list(found.values())


def reproduction_of(error: KnownError) -> str:
    """The whole file that raises the error: its code, with the imports that it needs."""
    code = error.python.strip()
    used = [name for name in minivex.__all__ if re.search(rf"(?<![\w.]){name}\b", code)]
    imports = f"from minivex import {', '.join(used)}\n\n\n" if used else ""
    return f"{imports}{code}\n"


def errors_page(root: Path, anchors: dict[str, frozenset[str]]) -> Page:
    """The page of all errors, by group. ``anchors`` are the pages there are to link to."""
    errors = read_errors(root)
    parts = [
        front_matter(
            title="Errors",
            description="Every error text of Convex: what it means, how to cause it, how to fix it.",
            render_macros=False,
        ),
        "# Errors",
        "<!-- search: error, errors, error messages, exception, error text -->",
        LEAD,
    ]
    for group, title in GROUPS.items():
        found = [error for error in errors if error.group == group]
        if found:
            parts.append(f"## {title} {{ #{group} }}")
            parts += [_section(error, anchors) for error in found]
    return Page.of_text(f"docs/{PAGE}", "\n\n".join(parts))


def _section(error: KnownError, anchors: dict[str, frozenset[str]]) -> str:
    parts = [
        f"### {_title(error)} {{ #{error.id} }}",
        f'<pre class="fb-error-text"><code>{html.escape(error.text)}</code></pre>',
        f"{error.means}{f' {error.seen}' if error.seen else ''}",
        "\n".join(f"- {fix}" for fix in error.fixes),
    ]
    if error.python:
        element = cell_element(
            f"error-{error.id}", "messages", reproduction_of(error), "Run it to see the error."
        )
        parts.append(f"<details>\n<summary>Code that raises it</summary>\n{element}\n</details>")
    links = [link for page in error.pages if (link := _link(page, anchors))]
    code = f" Code: `{error.code}`." if error.code else ""
    read_on = f"Read on: {', '.join(links)}. " if links else ""
    parts.append(f"{read_on}Source: {error.source}.{code}\n{{ .fb-source }}")
    return "\n\n".join(parts)


def _title(error: KnownError) -> str:
    """The text, cut to a heading."""
    first = re.sub(r"\s+", " ", error.text).strip()
    shown = first if len(first) <= TITLE_MAX else f"{first[:TITLE_MAX].rpartition(' ')[0]} …"
    return shown.replace("`", "").replace("{", "⟨").replace("}", "⟩").replace("<", "&lt;")


def _link(page: str, anchors: dict[str, frozenset[str]]) -> str:
    path, _, anchor = page.partition("#")
    file = f"{path}.md" if "/" in path else f"reference/{path}.md"
    if anchor not in anchors.get(file, frozenset()):
        return ""
    return f"[{path.replace('-', ' ')}: {anchor.replace('-', ' ')}]({link_path(file, seen_from=PAGE)}#{anchor})"


def _address(page: str) -> str:
    path = page.partition("#")[0]
    return f"{path}/" if "/" in path else f"reference/{path}/"
