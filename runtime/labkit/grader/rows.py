"""Lists of documents compared place by place, and where they differ in words.

```
 told    scores#1  scores#7  scores#3          place 2 is scores#7 (score = 10),
 wanted  scores#1  scores#2  scores#3   ──▶    and scores#2 (score = 10) belongs there
```

Invariant: documents are the same when their ids are; which fields are shown is up to the check.
"""

from collections.abc import Sequence

from labkit.harness.names import Names
from minivex import UNDEFINED, Value

__all__ = ["rows_differ"]


def rows_differ(
    told: Value, wanted: Sequence[Value], names: Names, fields: Sequence[str]
) -> str | None:
    """How ``told`` is not the documents ``wanted`` in that order; None if it is.

    >>> rows_differ([], [], Names.__new__(Names), ["score"]) is None
    True
    """
    if not isinstance(told, list):
        return f"returned {names.show(told)}. Wanted: a list of documents"
    for place, row in enumerate(told, start=1):
        if not isinstance(row, dict) or "_id" not in row:
            return f"returned a list with {names.show(row)} in place {place}. Wanted: documents as stored"
    ids, wanted_ids = [_id(row) for row in told], [_id(row) for row in wanted]
    if ids == wanted_ids:
        return None
    count = f"returned {_rows(len(ids))}, wanted {(len(ids) and 'the same number') or 'none'}"
    count = (
        f"returned {_rows(len(ids))}"
        if len(ids) == len(wanted_ids)
        else f"returned {_rows(len(ids))} instead of {len(wanted_ids):,}"
    )
    place = next(
        (n for n, (a, b) in enumerate(zip(ids, wanted_ids, strict=False)) if a != b),
        min(len(ids), len(wanted_ids)),
    )
    is_order = sorted(ids) == sorted(wanted_ids)
    order = ", the right ones in another order" if is_order and len(ids) > 1 else ""
    return f"{count}{order}: {_place(place, told, wanted, names, fields)}"


def _place(
    place: int, told: Sequence[Value], wanted: Sequence[Value], names: Names, fields: Sequence[str]
) -> str:
    """What is in the first place that differs, and what belongs there."""
    if place >= len(wanted):
        return f"{_row(told[place], names, fields)} does not belong to the answer"
    belongs = _row(wanted[place], names, fields)
    if place >= len(told):
        return f"{belongs} is missing"
    return f"place {place + 1} is {_row(told[place], names, fields)}, and {belongs} belongs there"


def _row(row: Value, names: Names, fields: Sequence[str]) -> str:
    assert isinstance(row, dict), "both lists hold documents"
    shown = ", ".join(f"{name} = {names.show(row.get(name, UNDEFINED))}" for name in fields)
    return f"{names.id(_id(row))} ({shown})" if shown else names.id(_id(row))


def _id(row: Value) -> str:
    assert isinstance(row, dict), "both lists hold documents"
    return str(row["_id"])


def _rows(count: int) -> str:
    return "no row" if count == 0 else "1 row" if count == 1 else f"{count:,} rows"
