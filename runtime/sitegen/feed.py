"""The feed of changes: every line of CHANGELOG.md, dated by the commit that last touched it.

```
 CHANGELOG.md ──▶ its points ──▶ git blame: when ──▶ site/feed.xml (Atom), newest first
```

A point's id is a hash of its words, so a feed that moves to another address repeats nothing.
"""

import html
import re
import subprocess
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

from markdown import markdown

__all__ = ["FEED", "Change", "changes_of", "feed_of", "read_changes", "write_feed"]

FEED = "feed.xml"
SOURCE = "CHANGELOG.md"
ENTRIES_MAX = 40
TITLE_MAX = 90
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "convex-fieldbook/changes")

_BLAME = re.compile(r"^committer-time (\d+)$")


@dataclass(frozen=True, slots=True)
class Change:
    """One point of the list of changes."""

    version: str
    kind: str
    text: str
    """Markdown, on one line."""
    time_s: int

    @property
    def title(self) -> str:
        """How it begins, without its markup: up to a colon or the end of a sentence."""
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", self.text).replace("`", "")
        first = re.split(r"(?<=\w)[:.](?= |$)", plain, maxsplit=1)[0]
        if len(first) <= TITLE_MAX:
            return first
        return first[:TITLE_MAX].rsplit(" ", 1)[0].rstrip(",;") + " …"


def changes_of(text: str, times_s: list[int]) -> list[Change]:
    """The points of a list of changes, newest first; ``times_s`` is the time of each line."""
    changes = []
    version = kind = ""
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith("## "):
            version = line.removeprefix("## ").strip("[] ")
        elif line.startswith("### "):
            kind = line.removeprefix("### ").strip()
        elif line.startswith("- "):
            end = at + 1
            while end < len(lines) and lines[end].startswith("  "):
                end += 1
            point = " ".join(each.strip() for each in lines[at:end]).removeprefix("- ")
            changes.append(Change(version, kind, point, max(times_s[at:end])))
            at = end - 1
        at += 1
    return sorted(changes, key=lambda change: -change.time_s)


def line_times(file: Path) -> list[int]:
    """When each line of ``file`` was committed; without a repository, the file's own time."""
    count = len(file.read_text(encoding="utf-8").splitlines())
    try:
        blamed = subprocess.run(
            ["git", "blame", "--line-porcelain", "--", file.name],
            cwd=file.parent,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        blamed = []
    times = [int(found[1]) for line in blamed if (found := _BLAME.match(line))]
    return times if len(times) == count else [int(file.stat().st_mtime)] * count


def feed_of(changes: list[Change], site_url: str) -> str:
    """The newest of ``changes``, newest first, as an Atom feed of the site at ``site_url``."""
    updated = _date(changes[0].time_s if changes else 0)
    entries = "".join(_entry(change, site_url) for change in changes[:ENTRIES_MAX])
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
        "<title>Convex Fieldbook: changes</title>\n"
        f"<id>{NAMESPACE.urn}</id>\n"
        f"<updated>{updated}</updated>\n"
        "<author><name>Convex Fieldbook</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href="{escape(site_url)}{FEED}"/>\n'
        f'<link rel="alternate" type="text/html" href="{escape(site_url)}"/>\n'
        f"{entries}</feed>\n"
    )


def write_feed(site: Path, root: Path, site_url: str) -> int:
    """Write the feed into the built site; how many changes there are."""
    changes = read_changes(root)
    (site / FEED).write_text(feed_of(changes, site_url), encoding="utf-8")
    return len(changes)


def read_changes(root: Path) -> list[Change]:
    """The changes of the repository at ``root``, newest first."""
    file = root / SOURCE
    return changes_of(file.read_text(encoding="utf-8"), line_times(file))


def _entry(change: Change, site_url: str) -> str:
    content = _with_site_links(markdown(change.text), site_url)
    link = re.search(rf'href="({re.escape(site_url)}[^"]*)"', content)
    place = html.unescape(link[1]) if link else site_url
    return (
        "<entry>\n"
        f"<title>{escape(change.title)}</title>\n"
        f"<id>{uuid.uuid5(NAMESPACE, change.text).urn}</id>\n"
        f"<updated>{_date(change.time_s)}</updated>\n"
        f'<link rel="alternate" type="text/html" href="{escape(place)}"/>\n'
        f'<category term="{escape(change.kind)}"/>\n'
        f'<content type="html">{escape(content)}</content>\n'
        "</entry>\n"
    )


def _with_site_links(content: str, site_url: str) -> str:
    """Links to files of the repository lead to their pages."""

    def page(match: re.Match[str]) -> str:
        path = match[1].removesuffix("index") if match[1].endswith("index") else f"{match[1]}/"
        return f'href="{site_url}{path}{match[2] or ""}"'

    return re.sub(r'href="docs/([^"#]+)\.md(#[^"]*)?"', page, content)


def _date(time_s: int) -> str:
    return datetime.fromtimestamp(time_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
