"""Lists of documents compared by their ids, and how they differ in words.

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

    Cost: O(n log n).

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
    count = f"returned {_rows(len(ids))}"
    if len(ids) != len(wanted_ids):
        count = f"{count} instead of {len(wanted_ids):,}"
    elif sorted(ids) == sorted(wanted_ids):
        count = f"{count}, the right ones in another order"
    return f"{count}: {_place(told, wanted, names, fields)}"


def _place(
    told: Sequence[Value], wanted: Sequence[Value], names: Names, fields: Sequence[str]
) -> str:
    """The first row that is too many, or else missing, or else in another place."""
    ids, wanted_ids = [_id(row) for row in told], [_id(row) for row in wanted]
    known, seen = set(wanted_ids), set[str]()
    for row in told:
        if _id(row) not in known:
            return f"{_row(row, names, fields)} does not belong to the answer"
        if _id(row) in seen:
            return f"{_row(row, names, fields)} is there twice"
        seen.add(_id(row))
    for row in wanted:
        if _id(row) not in seen:
            return f"{_row(row, names, fields)} is missing"
    place = next(n for n, (a, b) in enumerate(zip(ids, wanted_ids, strict=True)) if a != b)
    here, belongs = _row(told[place], names, fields), _row(wanted[place], names, fields)
    return f"place {place + 1} is {here}, and {belongs} belongs there"


def _row(row: Value, names: Names, fields: Sequence[str]) -> str:
    assert isinstance(row, dict), "both lists hold documents"
    shown = ", ".join(f"{name} = {names.show(row.get(name, UNDEFINED))}" for name in fields)
    return f"{names.id(_id(row))} ({shown})" if shown else names.id(_id(row))


def _id(row: Value) -> str:
    assert isinstance(row, dict), "both lists hold documents"
    return str(row["_id"])


def _rows(count: int) -> str:
    return "no row" if count == 0 else "1 row" if count == 1 else f"{count:,} rows"
