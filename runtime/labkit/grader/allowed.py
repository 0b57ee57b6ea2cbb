"""What a learner's file may import: copies of modules, cut down to their public names.

```
 import json ──▶ a module object of the file's own: dumps, loads, …    no json.decoder, no json.codecs
 import os   ──▶ ImportError, with the reason
```

A module leads on to what it imported itself, and from there to everything: `json.codecs.sys.modules`. A copy
holds what the module is for and no other module. It belongs to one file, so replacing a function in it changes
that file's view and nothing else.

Source: docs "Function runtimes" (what queries, mutations and actions have).
"""

import importlib
from collections.abc import Callable, Mapping, Sequence
from types import FunctionType, ModuleType
from typing import Any, Final

import minivex
from labkit.grader.refused_imports import import_refusal

__all__ = ["Imports", "ModuleCopy"]

_PLAIN: Final = frozenset(
    [
        "__future__",
        "abc",
        "base64",
        "binascii",
        "bisect",
        "calendar",
        "cmath",
        "collections",
        "collections.abc",
        "contextlib",
        "datetime",
        "decimal",
        "enum",
        "fractions",
        "functools",
        "hashlib",
        "heapq",
        "hmac",
        "html",
        "itertools",
        "json",
        "math",
        "minivex",
        "numbers",
        "operator",
        "re",
        "statistics",
        "string",
        "struct",
        "textwrap",
        "types",
        "typing",
        "unicodedata",
        "urllib.parse",
        "zlib",
    ]
)

# What is missing in these reaches attributes by a name in a string, runs text as code, sets attributes of what it is
# given, or changes the process.
_LEFT_OUT: Final[Mapping[str, frozenset[str]]] = {
    "string": frozenset({"Formatter"}),
    "typing": frozenset(
        [
            "get_type_hints",
            "ForwardRef",
            "evaluate_forward_ref",
            "no_type_check",
            "no_type_check_decorator",
        ]
    ),
}
_ONLY: Final[Mapping[str, frozenset[str]]] = {
    "contextlib": frozenset(
        ["contextmanager", "asynccontextmanager", "suppress", "nullcontext", "closing", "ExitStack"]
    ),
    "enum": frozenset(["Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "auto", "unique"]),
    "functools": frozenset(
        ["cache", "cached_property", "cmp_to_key", "lru_cache", "partial", "reduce"]
    ),
    "minivex": frozenset(minivex.__all__),
    "types": frozenset(["SimpleNamespace", "MappingProxyType", "NoneType", "GenericAlias"]),
}


class ModuleCopy(ModuleType):
    """A module of one learner's file; assigning to it changes only that file's view."""


class Imports:
    """The ``__import__`` of one learner's file."""

    def __init__(self, getter: Callable[..., Any]) -> None:
        """``getter`` is the file's own ``getattr``; what takes the name of an attribute must go through it too."""
        self._getter = getter
        self._copies: dict[str, ModuleCopy] = {}

    def find(
        self,
        name: str,
        globals: object = None,  # noqa: A002, ARG002 - the names that Python's own has
        locals: object = None,  # noqa: A002, ARG002
        fromlist: Sequence[str] | None = None,
        level: int = 0,
    ) -> ModuleType:
        """What an ``import`` statement gets.

        Raises: ImportError, with the reason why a function cannot have it; ModuleNotFoundError, if there is none.
        """
        if level:
            raise ImportError("an answer is one file, so there is nothing beside it to import")
        inner = [f"{name}.{each}" for each in fromlist or ()]
        if name not in _PLAIN and not (inner and _PLAIN.issuperset(inner)):
            raise import_refusal(name)
        for each in (name, *_PLAIN.intersection(inner)):
            self._chain(each)
        return self._copy(name if fromlist else name.partition(".")[0])

    def _chain(self, name: str) -> None:
        """Let ``a`` have ``b``, and that have ``c``, for ``a.b.c``."""
        while "." in name:
            parent, _, last = name.rpartition(".")
            setattr(self._copy(parent), last, self._copy(name))
            name = parent

    def _copy(self, name: str) -> ModuleCopy:
        copy = self._copies.get(name)
        if copy is None:
            copy = self._copies[name] = ModuleCopy(name)
            if name in _PLAIN:
                vars(copy).update(self._names(name))
        return copy

    def _names(self, name: str) -> dict[str, object]:
        module = importlib.import_module(name)
        only, without = _ONLY.get(name), _LEFT_OUT.get(name, frozenset())
        found = {
            key: value
            for key, value in vars(module).items()
            if not key.startswith("_") and not isinstance(value, ModuleType) and key not in without
        }
        if only is not None:
            found = {key: value for key, value in found.items() if key in only}
        if name == "operator":
            found.update(attrgetter=self._attrgetter, methodcaller=self._methodcaller)
        if name == "functools":
            found["wraps"] = _wraps
        found["__all__"] = sorted(found)
        return found

    def _attrgetter(self, *paths: str) -> Callable[[object], object]:
        get = self._getter

        def one(value: object, path: str) -> object:
            for name in path.split("."):
                value = get(value, name)
            return value

        if len(paths) == 1:
            return lambda value: one(value, paths[0])
        return lambda value: tuple(one(value, path) for path in paths)

    def _methodcaller(
        self, name: str, /, *args: object, **kwargs: object
    ) -> Callable[[object], object]:
        get = self._getter
        return lambda value: get(value, name)(*args, **kwargs)


def _wraps(wrapped: Callable[..., object]) -> Callable[[Any], Any]:
    """``functools.wraps`` without a choice of attributes: it reads and sets any that it is told to."""

    def named(wrapper: Any) -> Any:
        if type(wrapper) is FunctionType and type(wrapped) is FunctionType:
            for name in ("__module__", "__name__", "__qualname__", "__doc__"):
                setattr(wrapper, name, getattr(wrapped, name))
        return wrapper

    return named
