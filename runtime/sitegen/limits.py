"""The limits page, and the one place from which every page takes its numbers.

```
 docs/reference/data/limits.toml ──▶ /reference/limits/          a table for each group
                                 ──▶ {= limit("bytes-read") =}   "16 MiB", linked to its row
```

Invariant: a number has an id, a unit and a source, or it does not load.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sitegen.markdown import front_matter, link_path
from sitegen.pages import Page

__all__ = ["PAGE", "Limit", "limit_link", "limits_page", "read_limits"]

PAGE = "reference/limits.md"
DATA = "docs/reference/data/limits.toml"
ENGINE_UNITS: Mapping[str, int] = {
    "": 1,
    "bytes": 1,
    "KiB": 1 << 10,
    "MiB": 1 << 20,
    "ms": 1,
    "s": 1_000,
    "minutes": 60_000,
    "hours": 3_600_000,
    "days": 86_400_000,
    "years": 366 * 86_400_000,
}
"""In what the engine counts each unit: bytes, and milliseconds."""

_SINGULAR = {"minutes": "minute", "hours": "hour", "days": "day", "years": "year"}

LEAD = """\
How much one call, one document and one deployment may use, with the place each number was taken \
from.
{ .fb-lead }

A limit of this page is a promise of Convex's documentation, or a default of the open backend; a \
hosted deployment may be set otherwise. Where the two disagree, the note says so. The labs keep those \
marked with an engine sign, so that a call which is too large there is too large on Convex."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One number: what it limits, and who says so."""

    id: str
    group: str
    what: str
    value: int
    source: str
    unit: str = ""
    engine: str = ""
    engine_value: int | None = None
    since: str = ""
    note: str = ""
    free: bool = False

    @property
    def text(self) -> str:
        """The number as a sentence says it.

        >>> Limit("a", "g", "Documents", 32_000, "docs").text
        '32,000'
        >>> Limit("a", "g", "Time", 1, "docs", unit="hours").text
        '1 hour'
        """
        unit = _SINGULAR.get(self.unit, self.unit) if self.value == 1 else self.unit
        return f"{self.value:,} {unit}".rstrip()

    @property
    def in_engine(self) -> int:
        """The number in the unit in which the engine keeps it."""
        if self.engine_value is not None:
            return self.engine_value
        return self.value * ENGINE_UNITS[self.unit]


def read_limits(root: Path) -> tuple[dict[str, str], dict[str, Limit]]:
    """The groups with their titles, and the limits by id.

    Raises: ValueError, for an id that is there twice or a group that is not declared.
    """
    data: dict[str, Any] = tomllib.loads((root / DATA).read_text(encoding="utf-8"))
    groups: dict[str, str] = data["groups"]
    limits: dict[str, Limit] = {}
    for entry in data["limit"]:
        limit = Limit(**entry)
        if limit.id in limits or limit.group not in groups:
            raise ValueError(f"{DATA}: {limit.id} is there twice, or its group is not declared")
        limits[limit.id] = limit
    return groups, limits


def limits_page(root: Path) -> Page:
    """The page of all limits, by group."""
    groups, limits = read_limits(root)
    aliases = tomllib.loads((root / DATA).read_text(encoding="utf-8"))["aliases"]
    parts = [
        front_matter(
            title="Limits",
            description="Every limit of Convex in one place: reads, writes, documents, actions, files.",
            render_macros=False,
        ),
        "# Limits",
        "<!-- search: limits, quota, quotas, how many, how large, maximum size, too many -->",
        LEAD,
        *(_table(id, title, aliases.get(id, ""), limits) for id, title in groups.items()),
    ]
    return Page.of_text(f"docs/{PAGE}", "\n\n".join(parts))


def limit_link(limits: Mapping[str, Limit], id: str, *, seen_from: str) -> str:
    """The number, linked to its row.

    Raises: LookupError, with the ids there are.
    """
    if id not in limits:
        raise LookupError(f"no limit {id!r} in {DATA}; there is {', '.join(sorted(limits))}")
    return f"[{limits[id].text}]({link_path(PAGE, seen_from=seen_from)}#{id}){{ .fb-limit }}"


def _table(group: str, title: str, aliases: str, limits: Mapping[str, Limit]) -> str:
    rows = "\n".join(_row(limit) for limit in limits.values() if limit.group == group)
    found = f"<!-- search: {aliases} -->\n\n" if aliases else ""
    head = "| What | Limit | Source |\n| --- | --- | --- |"
    return f"## {title} {{ #{group} }}\n\n{found}{head}\n{rows}"


def _row(limit: Limit) -> str:
    since = f" Since {limit.since}." if limit.since else ""
    note = f"<br><span class='fb-note'>{limit.note}{since}</span>" if limit.note or since else ""
    sign = " <span class='fb-engine-mark' title='The labs keep this limit'>engine</span>"
    what = f"<span id='{limit.id}'></span>{limit.what}{sign if limit.engine else ''}{note}"
    return f"| {what} | {limit.text} | {limit.source} |"
