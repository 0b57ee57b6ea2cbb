"""Whose an object is, asked while a learner's file runs: its own, or the engine's and the library's.

```
 builtins of Python ──▶ those of one file: without open, exec, …; getattr and its like ask first
 x._private         ──▶ public(x, "_private")      refused if the name is not this file's
 x.name = value     ──▶ own(x, "name")             refused if the object is not this file's
```

Which names lead out of a file at all is decided here too; `labkit.grader.fence` looks for them in the text.
"""

import builtins
import sys
from collections.abc import Callable, Mapping
from types import FunctionType, MappingProxyType, ModuleType
from typing import Any, Final, NoReturn

from labkit.grader.allowed import Imports, ModuleCopy
from labkit.grader.watch import NotAllowedError

__all__ = ["ASK_OWN", "ASK_PUBLIC", "WALKS", "WHY", "builtins_for", "is_private"]

WALKS: Final = frozenset(
    [
        "__globals__",
        "__closure__",
        "__code__",
        "__builtins__",
        "__subclasses__",
        "__self__",
        "__func__",
        "__wrapped__",
        "__dict__",
        "__getattribute__",
        "__setattr__",
        "__delattr__",
        "__get__",
        "__set__",
        "__reduce__",
        "__reduce_ex__",
        "__loader__",
        "__spec__",
        "__traceback__",
        "__import__",
        "__defaults__",
        "__kwdefaults__",
        "__match_args__",
        "__import__",
        "__mro_entries__",
        "__subclasshook__",
        "tb_frame",
        "tb_next",
        "f_back",
        "f_globals",
        "f_locals",
        "f_builtins",
        "f_code",
        "f_trace",
        "gi_frame",
        "gi_code",
        "gi_yieldfrom",
        "cr_frame",
        "cr_code",
        "cr_await",
        "cr_origin",
        "ag_frame",
        "ag_code",
        "ag_await",
    ]
)
"""Attributes that lead from a value to the code and frames that made it."""

ASK_OWN, ASK_PUBLIC = "__fence_own__", "__fence_public__"
"""What the text of a file calls, once the fence has written it in."""

WHY = "On Convex a function cannot reach what runs it; it has its arguments and ctx."
_ENGINE: Final = ("minivex", "labkit")


def builtins_for(module: str, namespace: dict[str, object]) -> dict[str, object]:
    """The ``__builtins__`` of the file that is called ``module`` and runs in ``namespace``."""
    fence = _Fence(module, namespace)
    found = {name: value for name, value in vars(builtins).items() if name not in _GONE}
    found.update(dict.fromkeys(("exit", "quit"), _exit))
    for name, reason in _REFUSED.items():
        found[name] = _refusing(name, reason)
    found.update(
        {
            "__import__": Imports(fence.get).find,
            "getattr": fence.get,
            "hasattr": fence.has,
            "setattr": fence.set,
            "delattr": fence.delete,
            "vars": fence.vars,
            "globals": fence.globals,
            "locals": fence.locals,
            "input": _no_keyboard,
            ASK_OWN: fence.own,
            ASK_PUBLIC: fence.public,
        }
    )
    return found


_GONE: Final = frozenset({"__loader__", "__spec__", "copyright", "credits", "license", "help"})
_REFUSED: Final[Mapping[str, str]] = {
    "open": "a Convex function has no files. Keep what has to last in a document",
    **dict.fromkeys(
        ("exec", "eval", "compile"),
        "a Convex function does not make code from text. Write it in the file",
    ),
    "breakpoint": "nobody could answer a debugger here. Print what you want to see",
}


def _refusing(name: str, reason: str) -> Callable[..., NoReturn]:
    def refuse(*_args: object, **_kwargs: object) -> NoReturn:
        raise NotAllowedError(f"{name}() cannot be called: {reason}.")

    return refuse


def _exit(status: object = None) -> NoReturn:
    raise SystemExit(status)


def _no_keyboard(*_: object) -> NoReturn:
    raise RuntimeError(
        "There is no keyboard here, so input() cannot ask. Write the value into the file."
    )


_OPEN: Final = frozenset(
    [
        "_replace",
        "_asdict",
        "_fields",
        "_make",
        "_value_",
        "_name_",
        "_missing_",
        "_generate_next_value_",
    ]
)
"""Names with an underscore that the library documents."""
_MISSING: Final = object()
_type_dict: Final = type.__dict__["__dict__"].__get__
_type_module: Final = type.__dict__["__module__"].__get__
_super_class: Final = super.__dict__["__self_class__"].__get__
_type_mro: Final = type.__dict__["__mro__"].__get__


class _Fence:
    """Whose an object is: the file's own, or the engine's."""

    def __init__(self, module: str, namespace: dict[str, object]) -> None:
        self._module = module
        self._namespace = namespace

    def own(self, value: object, name: str) -> object:
        """``value``, if an attribute of it may be set."""
        if name in WALKS or name == "__class__":
            raise NotAllowedError(f"{name} cannot be set. {WHY}")
        if not self._is_own(value):
            raise NotAllowedError(
                f"{name} of {_shown(value)} cannot be changed: it is not this file's. {WHY}"
            )
        return value

    def public(self, value: object, name: str) -> object:
        """``value``, if its private ``name`` belongs to this file."""
        if name in _OPEN:
            return value
        kind: Any = _super_class(value) if type(value) is super else type(value)
        classes = (
            [*_type_mro(value), *_type_mro(kind)] if _is_class(value) else list(_type_mro(kind))
        )
        if any(name in _type_dict(cls) and not self._is_own_class(cls) for cls in classes) or not (
            self._is_own_class(kind) or _is_class(value) or type(value) is FunctionType
        ):
            raise NotAllowedError(
                f"{name} of {_shown(value)} is private, and not this file's. {WHY}"
            )
        return value

    def _is_own(self, value: object) -> bool:
        if type(value) is ModuleCopy:
            return True
        if type(value) is FunctionType:
            return value.__globals__ is self._namespace
        if _is_class(value):
            return self._is_own_class(value)
        return not issubclass(type(value), ModuleType) and not _is_engine(type(value))

    def _is_own_class(self, cls: Any) -> bool:
        return bool(_type_module(cls) == self._module)

    # ------------------------------------------------- builtins that reach an attribute by its name

    def _check(self, value: object, name: object) -> str:
        text = _text(name)
        if text in WALKS:
            raise NotAllowedError(f"{text} leads out of the file, to the code that runs it. {WHY}")
        if is_private(text):
            self.public(value, text)
        return text

    def get(self, value: object, name: str, default: object = _MISSING, /) -> object:
        """``getattr``."""
        name = self._check(value, name)
        return getattr(value, name) if default is _MISSING else getattr(value, name, default)

    def has(self, value: object, name: str, /) -> bool:
        """``hasattr``."""
        return hasattr(value, self._check(value, name))

    def set(self, value: object, name: str, new: object, /) -> None:
        """``setattr``."""
        name = _text(name)
        setattr(self.own(value, name), name, new)

    def delete(self, value: object, name: str, /) -> None:
        """``delattr``."""
        name = _text(name)
        delattr(self.own(value, name), name)

    def vars(self, *values: object) -> object:
        """``vars``: of an object of the file's own, or the local names."""
        if not values:
            return dict(sys._getframe(1).f_locals)  # noqa: SLF001 - what vars() is
        (value,) = values
        if not self._is_own(value) or _is_class(value) or type(value) is FunctionType:
            raise NotAllowedError(
                f"vars() cannot open {_shown(value)}: it is not this file's. {WHY}"
            )
        return vars(value)

    def globals(self) -> Mapping[str, object]:
        """``globals``, to look at."""
        return MappingProxyType(self._namespace)

    def locals(self) -> dict[str, object]:
        """``locals``, as they are now."""
        return dict(sys._getframe(1).f_locals)  # noqa: SLF001 - what locals() is


def _text(name: object) -> str:
    if not issubclass(type(name), str):
        raise TypeError(f"the name of an attribute is text, not {type(name).__name__}")
    return str.__str__(name) if type(name) is str else "".join(str.__iter__(name))  # type: ignore[arg-type]


def _is_class(value: object) -> bool:
    return issubclass(type(value), type)


def _is_engine(cls: Any) -> bool:
    module = _type_module(cls)
    return type(module) is str and module.partition(".")[0] in _ENGINE


def _shown(value: object) -> str:
    if _is_class(value) or type(value) is FunctionType or isinstance(value, ModuleType):
        return str(getattr(value, "__name__", "this"))
    return f"a {type(value).__name__}"


def is_private(name: str) -> bool:
    """Whether a name is private by its first letter, and not one of Python's own."""
    return name.startswith("_") and not (name.startswith("__") and name.endswith("__"))
