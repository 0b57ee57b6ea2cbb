"""The conflict surface of a read: which writes of others would make the mutation run again.

```
 jobs.by_id [jobs#1]                       a change to jobs#1
 jobs.by_status [status = "pending"]       an insert or a change in jobs with status = "pending"
 … up to jobs#2]  (oldest first)           only a change: what is inserted later sorts behind it
 … from jobs#9]   (newest first)           an insert, again: it sorts behind jobs#9, into the range
```

Invariant: nothing outside of what a sentence names makes the mutation run again because of that range.
"""

import re
from collections.abc import Sequence

__all__ = ["surface_of"]

_END = re.compile(r"(?:^|, )(up to|before|from|after) (\w+#\d+)$")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
_EQUAL = re.compile(r"(?:^|, )[\w.]+ = ")


def surface_of(index: str, shown: str, fields: Sequence[str] | None) -> str:
    """One sentence about what would land in the range ``shown`` of ``index``.

    ``fields`` are those of the index; None for one that is not made of fields, such as a search index.

    >>> surface_of("jobs.by_status", '[status = "pending"]', ["status"])
    'An insert or a change in jobs with status = "pending" would make you retry.'
    """
    table, _, label = index.partition(".")
    inside = shown.removeprefix("[").removesuffix("]")
    if inside == "all":
        return f"Any insert or change in {table} would make you retry."
    if label == "by_id":
        return f"A change to {inside} would make you retry."
    if fields is None:
        return f"An insert or a change in {table} that matches {inside} would make you retry."
    end = _END.search(inside)
    conditions = inside[: end.start()] if end else inside
    where = f" with {conditions}" if conditions else ""
    if end is None:
        return f"An insert or a change in {table}{where} would make you retry."
    is_whole = len(_EQUAL.findall(_TEXT.sub('""', conditions))) == len(fields)
    if is_whole and end[1] in ("up to", "before"):
        return (
            f"A change in {table}{where}, {end[1]} {end[2]}, would make you retry; "
            "an insert sorts behind it and would not."
        )
    place = {"up to": "not after", "before": "before", "from": "not before", "after": "after"}
    return (
        f"An insert or a change in {table}{where} that sorts {place[end[1]]} {end[2]} "
        "would make you retry."
    )
