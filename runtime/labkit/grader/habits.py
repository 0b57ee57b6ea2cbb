"""What an error means to somebody who has written TypeScript until now: one sentence with what to write instead.

```
 item.stock               'dict' object has no attribute 'stock'      item["stock"]
 scheduler.runAfter(…)    no attribute 'runAfter'                     run_after
 rows.length              'list' object has no attribute 'length'     len(rows)
 undefined                name 'undefined' is not defined             UNDEFINED, or None
 {"job": None}            Value: null, and v.id(…) is wanted          leave it out
```

Invariant: only errors that Python and the engine raise themselves are read, by their exact type; nothing of a class of the
learner's is asked.
"""

import re
from collections.abc import Mapping
from typing import Final

from minivex.errors import ValidationError

__all__ = ["advice"]

_OF_A_LIST: Final[Mapping[str, str]] = {
    "length": "The number of rows is len(rows).",
    "push": "A list grows by rows.append(row).",
    "map": 'Write [row["name"] for row in rows].',
    "filter": "Write [row for row in rows if …].",
    "find": "Write next((row for row in rows if …), None).",
    "forEach": "Write for row in rows: and the rest indented below it.",
    "some": "Write any(… for row in rows).",
    "every": "Write all(… for row in rows).",
    "slice": "A part of a list is rows[start:end].",
    "includes": "Write value in rows.",
    "reduce": "Write sum(… for row in rows), or a for loop.",
}
_NAMES: Final[Mapping[str, str]] = {
    "true": "In Python it is True.",
    "false": "In Python it is False.",
    "null": "In Python it is None.",
    "undefined": "In Python it is None; a field that is to go is patched with UNDEFINED, from minivex.",
    "console": "Write print(…).",
    "Date": "The time, in milliseconds since 1970, is ctx.now().",
    "Math": "min, max, abs and round are built in; the rest is in the module math.",
    "JSON": "A document is a dict and needs no JSON; else import json.",
    "Promise": "Await one call after the other.",
    "setTimeout": "Write await ctx.scheduler.run_after(delay_ms, internal.….NAME, {…}).",
    "parseInt": "Write int(text).",
    "String": "Write str(value).",
    "Number": "Write float(text).",
}
_TYPE_ERRORS: Final = (
    (
        r"'NoneType' object is not subscriptable",
        "There was None where a document was expected: get, first and unique give None when there is none.",
    ),
    (
        r"string indices must be integers",
        (
            "That is a text, and not a document. If it is an id, as insert returns one, "
            "read the document with await ctx.db.get(…)."
        ),
    ),
    (
        r"list indices must be integers or slices, not str",
        "That is a list. Take one of its documents, rows[0], or go through them with for.",
    ),
    (
        r"'Undefined' object|'Undefined'",
        (
            "UNDEFINED stands for an argument that was not sent. Arguments come by name, each as a parameter of its own: "
            "async def store(ctx, item_id, customer)."
        ),
    ),
    (
        r"object (list|dict|str|int|float|bool|NoneType) can't be used in 'await' expression",
        "That is a value already. Leave await out.",
    ),
    (r"'coroutine' object", "An async function was called and not awaited. Write await before it."),
    (
        r"'async for' requires an object with __aiter__ method, got list",
        "That is a list already. Write for, without async.",
    ),
    (
        r"'async_generator' object is not iterable",
        "Round brackets with await inside make an async generator. Write square ones: [await … for row in rows].",
    ),
    (r"'Query\w*' object is not iterable", "Write async for, or for row in await ….collect()."),
    (
        r"'\w*Filter\w*' object is not subscriptable",
        (
            "The lambda of filter is given q, and no document. It builds a condition: "
            'lambda q: q.eq(q.field("name"), value). Or collect, and choose with if.'
        ),
    ),
    (
        r"\.run_(after|at|query|mutation|action)\(\) got an unexpected keyword argument",
        (
            "The arguments of the function go into one dict, which comes last: "
            'run_after(60_000, internal.orders.send, {"order_id": order_id}).'
        ),
    ),
)
_VALIDATIONS: Final = (
    (
        r"\bValue: null\b",
        (
            "None is a value of its own, null. Leave the field out of the dict; to take it away in a patch, "
            "write UNDEFINED, from minivex."
        ),
    ),
    (r"\bValue: -?\d+n?\nValidator: v\.float64\(\)", "That is an Int64, which v.int64() takes."),
    (
        r"\bValue: -?\d[\d.]*\nValidator: v\.int64\(\)",
        "An int of Python is a number, v.number(). The other kind is Int64(…), from minivex.",
    ),
)


def advice(error: BaseException, text: str) -> str:
    """What to write instead, for an error whose message is ``text``; empty if there is nothing to add."""
    kind = type(error)
    if kind is AttributeError:
        return _attribute(error.name, error.obj) if isinstance(error, AttributeError) else ""
    if kind is NameError and isinstance(error, NameError):
        return _NAMES.get(error.name or "", "")
    if kind is TypeError:
        return _first(_TYPE_ERRORS, text)
    if issubclass(kind, ValidationError):
        return _first(_VALIDATIONS, text)
    return ""


def _attribute(name: object, owner: object) -> str:
    """For ``owner.name``, which is not there."""
    if type(name) is not str:
        return ""
    kind = type(owner)
    if kind is dict:
        return f'A document is a dict: write ["{name}"] instead of .{name}.'
    if kind is list:
        return _OF_A_LIST.get(name, "")
    if owner is None:
        return "There was None where something was expected: get, first and unique give None when there is none."
    if kind is str:
        return "That is a text. If it is an id, read the document with await ctx.db.get(…)."
    here = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    if here != name and _is_ours(kind) and any(here in vars(each) for each in type.mro(kind)):
        return f"In Python it is {here}."
    return ""


def _is_ours(kind: type) -> bool:
    """Whether the engine defines the class."""
    module = vars(kind).get("__module__")
    return type(module) is str and module.partition(".")[0] == "minivex"


def _first(cases: tuple[tuple[str, str], ...], text: str) -> str:
    return next((said for pattern, said in cases if re.search(pattern, text)), "")
