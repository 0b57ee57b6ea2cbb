"""A timeline as text, for a terminal and for tests.

```
      a  claim(jobs#1, "ada")            b  claim(jobs#1, "bo")
  1   o begin, version 0
  2   [ line 22: read [jobs#1]
  3                                      o begin, version 0
```

Where the columns have no room, a line says its lane, and the lanes stand above with their letters:

```
      a  claim(jobs#1, "ada")
      b  claim(jobs#1, "bo")
  1  a  o begin, version 0
  3  b  o begin, version 0
```

``o`` begin, ``[`` read, ``#`` write, ``*`` commit, ``x`` conflict: the shapes that the page draws. ``!`` is a crash,
``^`` the next worker, ``~`` time that passes.
"""

from collections.abc import Mapping
from textwrap import wrap
from typing import Any

__all__ = ["WIDTH_MAX", "drawing"]

WIDTH_MAX = 100
"""How wide columns may be where nothing says how wide a line is."""

GLYPHS = {
    "begin": "o",
    "step": " ",
    "commit": "*",
    "conflict": "x",
    "crash": "!",
    "restart": "^",
    "wait": "~",
}
READ, WRITE = "[", "#"
COLUMN = 46


def drawing(timeline: Mapping[str, Any], width: int = WIDTH_MAX) -> str:
    """A TIMELINE of at most ``width`` columns of text: one column per lane if they fit; time runs down."""
    columns = _columns(timeline)
    return columns if max(map(len, columns.splitlines())) <= width else _list(timeline, width)


def _columns(timeline: Mapping[str, Any]) -> str:
    """One column per lane."""
    lanes = [lane["id"] for lane in timeline["lanes"]]
    width = min(COLUMN, max((len(_cell(move)) for move in timeline["moves"]), default=0) + 3)
    heads = [f"{lane['id']}  {lane['title']}" for lane in timeline["lanes"]]
    width = max(width, *(len(head) + 3 for head in heads))
    lines = ["      " + "".join(head.ljust(width) for head in heads).rstrip()]
    for move in timeline["moves"]:
        column = lanes.index(move["lane"])
        lines.append(f"{move['n']:4}  {' ' * (width * column)}{_cell(move)}")
    for column, lane in enumerate(timeline["lanes"]):
        lines.append(f"      {' ' * (width * column)}{_end(lane)}")
    return "\n".join(lines)


def _list(timeline: Mapping[str, Any], width: int) -> str:
    """The lanes, the moves each with its lane's letter, and how the lanes ended, one below the other."""
    blocks = (
        [(f"      {lane['id']}  ", lane["title"]) for lane in timeline["lanes"]],
        [(f"{move['n']:4}  {move['lane']}  ", _cell(move)) for move in timeline["moves"]],
        [(f"      {lane['id']}  ", _end(lane)) for lane in timeline["lanes"]],
    )
    return "\n".join(
        line for block in blocks for lead, text in block for line in _wrapped(lead, text, width)
    )


def _wrapped(lead: str, text: str, width: int) -> list[str]:
    """``text`` behind ``lead``; what does not fit goes on below it."""
    parts = wrap(text, max(width - len(lead), 1)) or [""]
    return [
        f"{lead if at == 0 else ' ' * len(lead)}{part}".rstrip() for at, part in enumerate(parts)
    ]


def _end(lane: Mapping[str, Any]) -> str:
    return f"{lane['outcome']['status']} {lane['outcome']['text']}".strip()


def _cell(move: Mapping[str, Any]) -> str:
    """One entry of a lane, in a few words."""
    line = f"line {move['line']}: " if move["line"] is not None else ""
    version = f", version {move['version']}" if move["version"] is not None else ""
    match move["kind"]:
        case "step" if move["writes"]:
            write = move["writes"][-1]
            return f"{WRITE} {line}{write['op']} {write['document']}"
        case "step" if move["reads"]:
            read = move["reads"][-1]
            return f"{READ} {line}read {_short(read)}"
        case "conflict":
            return f"x conflict: {move['conflict']['document']} changed by {move['conflict']['writer']}"
        case kind:
            text = f"{GLYPHS[kind]} {line}{move['label']}{version}"
            return text if len(text) < COLUMN - 2 else text.partition(",")[0] + ", …)"


def _short(read: Mapping[str, Any]) -> str:
    table, _, index = read["index"].partition(".")
    return read["range"] if index == "by_id" else f"{table}.{index} {read['range']}"
