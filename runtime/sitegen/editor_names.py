"""What the editor knows of the engine: public names, what each gives, and what its docstring says.

```
 globals   v, define_table, query …            what `from minivex import …` has
 types     MutationCtx ── db ──▶ DatabaseWriter ── query() ──▶ QueryInitializer …
```

A member says which type it gives, and which type the parameter of a lambda that it takes has; so the
editor follows a chain such as ``ctx.db.query("jobs").with_index("by_status", lambda q: q.`` without
knowing any name of the engine. Reached are the types of the three ``ctx`` and of the globals.
"""

import inspect
import json
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import minivex
from minivex import ActionCtx, MutationCtx, QueryCtx
from minivex.functions.database import DatabaseReader, DatabaseWriter
from sitegen.pages import Page

__all__ = ["editor_names", "editor_names_page"]

PATH = "docs/assets/lab/content/editor/names.json"

_SLOTS: dict[str, dict[str, type]] = {
    "QueryCtx": {"db": DatabaseReader},
    "MutationCtx": {"db": DatabaseWriter},
}
"""What ``__init__`` sets, which has no annotation to read."""

_ENGINES_OWN = frozenset(
    [
        "accepts",
        "bound",
        "check",
        "check_definition",
        "check_document",
        "check_pushable",
        "explain",
        "finish",
        "kind",
        "no_match",
        "to_json",
        "types",
    ]
)
"""Public between the engine's files; neither Convex nor a lab has a use for them."""

_STARS: dict[object, str] = {
    inspect.Parameter.VAR_POSITIONAL: "*",
    inspect.Parameter.VAR_KEYWORD: "**",
}
_SECTION = re.compile(r"^(Cost|Raises|Differs|Source|Invariants?): *", re.MULTILINE)
_SHOWN = ("Cost", "Raises", "Differs")
_CALLBACK = re.compile(r"Callable\[\[(\w+)\]")
_LAST_NAME = re.compile(r"(\w+)(?:\[.*\])?$")


class _Owner(NamedTuple):
    """Where an annotation is read: the names it may use, and what ``Self`` is."""

    names: dict[str, object]
    cls: type | None = None


def editor_names_page() -> Page:
    """The names as the file that the editor fetches."""
    text = json.dumps(editor_names(), ensure_ascii=False, separators=(",", ":"))
    return Page.of_text(PATH, text)


def editor_names() -> dict[str, object]:
    """``globals`` and ``types``, as the module's picture has them."""
    reached: dict[str, type] = {}
    for ctx in (QueryCtx, MutationCtx, ActionCtx):
        _reach(ctx, reached)
    exported = {
        name: _global_entry(getattr(minivex, name), reached)
        for name in minivex.__all__
        if not name.startswith("_")
    }
    types: dict[str, object] = {}
    while len(types) < len(reached):
        for name, cls in list(reached.items()):
            if name not in types:
                types[name] = {**_described(cls), "members": dict(sorted(_members(cls, reached)))}
    return {"globals": exported, "types": types}


def _reach(cls: type, reached: dict[str, type]) -> str:
    assert reached.setdefault(cls.__name__, cls) is cls, f"two types are called {cls.__name__}"
    return cls.__name__


def _global_entry(value: object, reached: dict[str, type]) -> dict[str, object]:
    if inspect.isclass(value):
        return {"kind": "class", **_described(value)}
    if inspect.isfunction(value):
        return {"kind": "function", **_function(value, _Owner(value.__globals__), reached)}
    cls = type(value)
    described = _described(cls) if cls.__module__.startswith("minivex.") else {"text": ""}
    if any(_public_names(cls)) and cls.__module__.startswith("minivex.schema"):
        return {"kind": "value", **described, "gives": _reach(cls, reached)}
    return {"kind": "value", **described}


def _members(cls: type, reached: dict[str, type]) -> Iterator[tuple[str, dict[str, object]]]:
    """The public members of a class and of those it extends."""
    for name, slot in _SLOTS.get(cls.__name__, {}).items():
        yield name, {"kind": "property", **_described(slot), "gives": _reach(slot, reached)}
    for name in _public_names(cls):
        value = inspect.getattr_static(cls, name)
        if isinstance(value, property) and value.fget is not None:
            function = inspect.unwrap(value.fget)
            owner = _Owner(function.__globals__, cls)
            gives = _type_in(inspect.signature(function).return_annotation, owner, reached)
            yield name, {"kind": "property", **_described(function), **gives}
        elif inspect.isfunction(value):
            owner = _Owner(inspect.unwrap(value).__globals__, cls)
            yield name, {"kind": "method", **_function(value, owner, reached)}


def _public_names(cls: type) -> Iterator[str]:
    """What a learner may call: no private names, and no data that only the engine sets."""
    seen = set()
    for base in cls.__mro__:
        if not base.__module__.startswith("minivex."):
            continue
        for name, value in vars(base).items():
            is_open = isinstance(value, property) or inspect.isfunction(value)
            if not is_open or name.startswith("_") or name in _ENGINES_OWN or name in seen:
                continue
            seen.add(name)
            if not _refuses(value):
                yield name


def _refuses(value: object) -> bool:
    """Whether it is there only to say why it cannot be called."""
    return inspect.isfunction(value) and _text(value.__annotations__.get("return")) == "NoReturn"


def _function(
    function: Callable[..., object], owner: _Owner, reached: dict[str, type]
) -> dict[str, object]:
    signature = inspect.signature(function)
    parameters = list(signature.parameters.values())[1 if owner.cls else 0 :]
    callbacks = [
        cls
        for parameter in parameters
        for found in _CALLBACK.findall(_text(parameter.annotation))
        if inspect.isclass(cls := owner.names.get(found)) and _is_shown(cls)
    ]
    return {
        "signature": f"({', '.join(_parameters(parameters))})",
        **_described(function),
        **_type_in(signature.return_annotation, owner, reached),
        **({"callback": _reach(callbacks[0], reached)} if callbacks else {}),
    }


def _parameters(parameters: list[inspect.Parameter]) -> Iterator[str]:
    is_keyword_only = False
    for parameter in parameters:
        if parameter.kind is parameter.KEYWORD_ONLY and not is_keyword_only:
            is_keyword_only = True
            yield "*"
        name = f"{_STARS.get(parameter.kind, '')}{parameter.name}"
        if parameter.kind is parameter.VAR_POSITIONAL:
            is_keyword_only = True
        if parameter.default is parameter.empty:
            yield name
        elif isinstance(parameter.default, str | int | float | bool | None):
            yield f"{name}={parameter.default!r}"
        else:
            yield f"{name}=…"  # left out, which is not the same as None


def _type_in(annotation: object, owner: _Owner, reached: dict[str, type]) -> dict[str, object]:
    """The type that an annotation names, if it is one whose members are worth showing."""
    text = _text(annotation).strip("'\"")
    if text == "Self" and owner.cls is not None:
        return {"gives": _reach(owner.cls, reached)}
    named = _LAST_NAME.fullmatch(text)
    cls = owner.names.get(named[1]) if named else None
    if inspect.isclass(cls) and _is_shown(cls):
        return {"gives": _reach(cls, reached)}
    return {}


def _is_shown(cls: type) -> bool:
    """Whether it is a class of the engine that a handler or a schema is written with."""
    shown = ("minivex.functions", "minivex.index", "minivex.schema", "minivex.services")
    is_a_step = cls.__name__ in ("Step", "Function", "FunctionReference", "NestedCall")
    return cls.__module__.startswith((*shown, "minivex.txn")) and not is_a_step


def _text(annotation: object) -> str:
    return annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)


def _described(thing: object) -> dict[str, object]:
    """The docstring: its text up to the first literal block, and the sections that are shown."""
    docstring = inspect.getdoc(thing) or ""
    first, *rest = _SECTION.split(docstring)
    prose = first.split("::\n")[0] if "::\n" in first else first
    sections = dict(zip(rest[::2], rest[1::2], strict=True))
    notes = {name: _one_line(sections[name]) for name in _SHOWN if name in sections}
    paragraphs = [_one_line(each) for each in prose.split("\n\n") if each.strip()]
    return {"text": "\n".join(paragraphs), **({"notes": notes} if notes else {})}


def _one_line(text: str) -> str:
    return " ".join(text.split("\n\n", maxsplit=1)[0].split()) if text else ""
