"""The engine and the grader as they were before the learner's file ran, to see that they still are.

```
 modules of minivex, labkit, checks.py ── every name, class, method, default, table ──▶ Seal
 the library that they use             ── every name                                      │
                                            after each check: the same objects? ──────────┘
```

The fence keeps a file from changing them by any way that it knows. This finds a change made by another way, before
a verdict is believed.

Invariant: everything that a seal compares is held by it, so an identity is never that of something newer.
"""

import sys
from collections.abc import Mapping
from functools import cache
from operator import is_
from types import FunctionType, ModuleType
from typing import Final

__all__ = ["Seal"]

_OURS: Final = ("minivex", "labkit")
_LIBRARY: Final = [
    "builtins",
    "bisect",
    "collections",
    "contextlib",
    "copy",
    "enum",
    "functools",
    "hashlib",
    "heapq",
    "itertools",
    "json",
    "json.decoder",
    "json.encoder",
    "json.scanner",
    "math",
    "operator",
    "re",
    "string",
    "struct",
    "types",
    "typing",
    "zlib",
]
_GROWS: Final = frozenset(
    {
        *("__annotations__", "__annotations_cache__", "__annotate__", "__annotate_func__"),
        *("__slotnames__", "__warningregistry__"),
    }
)
"""Names that Python itself adds or replaces when they are first asked for."""
_GONE: Final = object()


class Seal:
    """What each name stood for when the seal was put on."""

    __slots__ = ("_functions", "_held", "_tables")

    def __init__(self, checks: Mapping[str, object]) -> None:
        """Look at everything that decides a verdict; ``checks`` are the names of the exercise's checks.py.

        Cost: O(n) for n names, classes and functions.
        """
        held: list[tuple[str, object, dict[str, object]]] = []
        seen: set[int] = set()
        for name, module in list(sys.modules.items()):
            if name.partition(".")[0] in _OURS:
                _hold(name, module, seen, held)
            elif name in _LIBRARY:
                held.append((name, module, dict(vars(module))))
        _hold("checks", _Names(checks), seen, held)
        self._held = held
        functions = [(at, _function(thing)) for at, (_, thing, _) in enumerate(held)]
        self._functions = [
            (at, each, each.__code__, each.__defaults__, each.__kwdefaults__)
            for at, each in functions
            if each is not None
        ]
        self._tables = [
            (at, _table(thing), tuple(before.values()))
            for at, (_, thing, before) in enumerate(held)
            if functions[at][1] is None and type(thing) is not property  # what it has cannot be set
        ]

    def broken(self) -> str | None:
        """The first name that stands for something else now, as ``module.Class.name``; None if there is none."""
        for name, thing, before in map(self._held.__getitem__, sorted(self._odd())):
            now = _names(thing)
            for key in [*now, *(before.keys() - now.keys())]:
                if key in _GROWS or now.get(key, _GONE) is before.get(key, _GONE):
                    continue
                if not isinstance(now.get(key, before.get(key)), ModuleType):
                    return f"{name}.{key}"
        return None

    def _odd(self) -> list[int]:
        """Where something stands for something else, or Python has added a name of its own."""
        functions = [
            at
            for at, each, code, defaults, keywords in self._functions
            if each.__code__ is not code
            or each.__defaults__ is not defaults
            or each.__kwdefaults__ is not keywords
        ]
        tables = [
            at
            for at, now, before in self._tables
            if len(now) != len(before) or not all(map(is_, now.values(), before))
        ]
        return functions + tables


class _Names:
    """A namespace that is no module."""

    def __init__(self, names: Mapping[str, object]) -> None:
        self.names = names


def _hold(
    name: str, thing: object, seen: set[int], held: list[tuple[str, object, dict[str, object]]]
) -> None:
    """Hold the names of ``thing``, and of the classes, functions and tables of ours that they stand for.

    A table is a dict whose name is in capitals; others are caches, which fill while calls run.
    """
    if id(thing) in seen:
        return
    seen.add(id(thing))
    names = _names(thing)
    held.append((name, thing, names))
    for key, value in names.items():
        if _is_ours(value) and (type(value) is not dict or key.isupper()):
            _hold(f"{name}.{key}", value, seen, held)


def _is_ours(value: object) -> bool:
    """Whether ``value`` is a class, a function or a table that could be changed in place."""
    kind = type(value)
    if kind is dict:
        return True
    if kind is property:
        value = getattr(value, "fget", None)
    elif not (
        kind is FunctionType or kind in (classmethod, staticmethod) or isinstance(value, type)
    ):
        return False
    return _is_root_ours(str(getattr(value, "__module__", "")))


@cache
def _is_root_ours(module: str) -> bool:
    return module.partition(".")[0] in (*_OURS, "checks")


def _function(thing: object) -> FunctionType | None:
    """The function that ``thing`` is, or is the method of."""
    inner = thing.__func__ if type(thing) in (classmethod, staticmethod) else thing  # type: ignore[attr-defined]
    return inner if type(inner) is FunctionType else None


def _table(thing: object) -> Mapping[str, object]:
    """The names of ``thing``, as they are whenever somebody looks."""
    if type(thing) is dict:
        return thing
    return thing.names if isinstance(thing, _Names) else vars(thing)


def _names(thing: object) -> dict[str, object]:
    """What can be replaced in ``thing``, by name."""
    match thing:
        case FunctionType():
            return {
                "__code__": thing.__code__,
                "__defaults__": thing.__defaults__,
                "__kwdefaults__": thing.__kwdefaults__,
            }
        case classmethod() | staticmethod():
            return _names(thing.__func__)
        case property():
            return {"fget": thing.fget, "fset": thing.fset}
        case dict():
            return {f"[{key!r}]": value for key, value in thing.items()}
        case _Names():
            return dict(thing.names)
        case _:
            return dict(vars(thing))
