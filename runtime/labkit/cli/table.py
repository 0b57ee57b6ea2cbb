"""A timeline as a table: one line for each move, for every width.

```
  1  a           begin, version 0
  2  a  line 28  db.get("jobs", jobs#1)   read jobs.by_id [jobs#1], 1 document
  7  a  line 39  db.patch("jobs", …)      write jobs#1 owner = "ada"
  8  a           conflict: b changed jobs#1 in version 1
```
"""

from collections.abc import Mapping
from typing import Any

__all__ = ["lanes_text", "table"]


def table(timeline: Mapping[str, Any], width: int | None = None) -> str:
    """The moves of a TIMELINE; lines longer than ``width`` are cut, None cuts nothing."""
    lines = [_line(move) for move in timeline["moves"]]
    if width is not None:
        lines = [line if len(line) <= width else f"{line[: width - 1]}…" for line in lines]
    return "\n".join(lines)


def lanes_text(timeline: Mapping[str, Any]) -> str:
    """What each call was told in the end."""
    lines = []
    for lane in timeline["lanes"]:
        outcome = lane["outcome"]
        told = {"open": "had not ended", "returned": "returned", "raised": "raised"}
        attempts = f", after {lane['attempts']} attempts" if lane["attempts"] > 1 else ""
        said = f"{told[outcome['status']]} {outcome['text']}".rstrip()
        lines.append(f"  {lane['id']}  {lane['title']} {said}{attempts}")
    return "\n".join(lines)


def _line(move: Mapping[str, Any]) -> str:
    line = f"line {move['line']}" if move["line"] is not None else ""
    return f"{move['n']:4}  {move['lane']}  {line:<9}{_what(move)}".rstrip()


def _what(move: Mapping[str, Any]) -> str:
    """The move in a few words: what was called, read, written; who got in the way."""
    if move["conflict"]:
        conflict = move["conflict"]
        return (
            f"conflict: {conflict['writer']} changed {conflict['document']} in version "
            f"{conflict['version']}; it runs again"
        )
    parts = [move["label"]]
    if move["version"] is not None:
        parts[0] += f", version {move['version']}"
    for read in move["reads"]:
        unit = "document" if read["documents"] == 1 else "documents"
        parts.append(f"read {read['index']} {read['range']}, {read['documents']} {unit}")
    parts += [f"write {write['document']} {write['text']}".rstrip() for write in move["writes"]]
    return "  ".join(parts)
