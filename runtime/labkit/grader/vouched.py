"""The learner's schema as the grader uses it: a copy, made of nothing but what ``define_schema`` makes.

```
 schema of the file ── exactly minivex's own types, all the way down? ──▶ a copy that the file does not hold
```

The schema is the one thing that is read from an answer instead of run. The file keeps its own object and could
change it while its functions run; a class of its own could tell each reader something else.
"""

import copy
import sys
from collections.abc import Iterator

from minivex.schema.tables import Schema
from minivex.values.value import Int64

__all__ = ["vouched"]

_VALUES = (type(None), bool, int, float, str, bytes, Int64)
_CONTAINERS = (list, tuple, set, frozenset)


def vouched(schema: object) -> Schema | None:
    """A copy of ``schema``; None if some part of it is not what the engine's own functions make.

    Cost: O(n) for n validators and indexes.
    """
    if type(schema) is not Schema or not all(_is_plain(part) for part in _parts(schema)):
        return None
    return copy.deepcopy(schema)


def _parts(root: object) -> Iterator[object]:
    """Yield every object below ``root``, once; what is not plain is not looked into."""
    seen: set[int] = set()
    left = [root]
    while left:
        part = left.pop()
        if type(part) in _VALUES or id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        if type(part) is dict:
            left += [*part.keys(), *part.values()]
        elif type(part) in _CONTAINERS:
            left += part  # type: ignore[arg-type]
        elif _is_plain(part):
            left += _fields(part)


def _fields(part: object) -> list[object]:
    named = [name for cls in type(part).__mro__ for name in cls.__dict__.get("__slots__", ())]
    found = [getattr(part, name) for name in named if hasattr(part, name)]
    return [*found, *getattr(part, "__dict__", {}).values()]


def _is_plain(part: object) -> bool:
    kind = type(part)
    return kind is dict or kind in _CONTAINERS or _is_the_engine_s(kind)


def _is_the_engine_s(kind: type) -> bool:
    """Whether the engine's own module of that name has this very class."""
    module = (
        sys.modules.get(str(kind.__module__))
        if str(kind.__module__).startswith("minivex.")
        else None
    )
    return getattr(module, kind.__name__, None) is kind
