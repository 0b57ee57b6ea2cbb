"""What docstrings say, read from the source of a module without importing it.

```
 "A place between two rows of a query."     the summary
 Source: docs "Paginated Queries"; …        where Convex says or does so
 Differs: Convex encrypts its cursors; …    what was simplified
```

A section ends at a blank line or where the next one begins. Constants are described by the text
below them.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

__all__ = ["Part", "described", "first_line", "parse", "read_parts"]

_SECTION = re.compile(r"(?P<name>Cost|Raises|Source|Differs|Invariants?): *(?P<rest>.*)")
_SECTION_IN_LINE = re.compile(r"(?<=\.) (?=(?:Source|Differs): )")


@dataclass(frozen=True, slots=True)
class Part:
    """A module or one of its public symbols, as its docstring describes it."""

    module: str
    """The path of its file below the package, such as ``values/wire.py``."""

    symbol: str
    """The name, with that of its class; empty for the module itself."""

    summary: str
    source: str
    differs: str

    @property
    def id(self) -> str:
        """A name that is unique in the package and can be linked to."""
        path = self.module.removesuffix(".py").replace("/", "-")
        return f"{path}-{self.symbol.replace('.', '-')}" if self.symbol else path


def parse(file: Path) -> ast.Module:
    """The syntax tree of one file, read once for each time it was written.

    Raises: SyntaxError, which names the file.
    """
    return _parsed(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=512)
def _parsed(file: Path, written_ns: int) -> ast.Module:
    del written_ns
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def first_line(file: Path) -> str:
    """What the first line of a Python module says it is; empty without a docstring."""
    return (ast.get_docstring(parse(file)) or "").partition("\n")[0]


def read_parts(file: Path, module: str) -> list[Part]:
    """The module, then its public symbols that name a source or a difference, as they stand.

    A symbol without a source of its own has that of its module.
    """
    tree = parse(file)
    whole = _part(module, "", ast.get_docstring(tree) or "")
    symbols = (_part(module, name, text) for name, text in described(tree))
    return [
        whole,
        *(
            replace(part, source=part.source or whole.source)
            for part in symbols
            if part.source or part.differs
        ),
    ]


def described(node: ast.Module | ast.ClassDef, prefix: str = "") -> Iterator[tuple[str, str]]:
    """The public names defined in ``node``, each with its docstring, which may be empty."""
    for inner, after in pairwise([*node.body, None]):
        match inner:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                text = ast.get_docstring(inner)
            case ast.AsyncFunctionDef(name=name):
                text = ast.get_docstring(inner)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                text = _text_of(after)
            case _:
                continue
        if name.startswith("_"):
            continue
        yield f"{prefix}{name}", text or ""
        if isinstance(inner, ast.ClassDef):
            yield from described(inner, f"{prefix}{name}.")


def _text_of(node: ast.stmt | None) -> str:
    """The text that stands as a statement, which is how a constant is described."""
    match node:
        case ast.Expr(value=ast.Constant(value=str() as text)):
            return inspect.cleandoc(text)
    return ""


def _part(module: str, symbol: str, docstring: str) -> Part:
    text = _SECTION_IN_LINE.sub("\n", docstring)
    sections = _sections(text)
    return Part(
        module,
        symbol,
        summary=text.partition("\n")[0],
        source=sections.get("Source", ""),
        differs=sections.get("Differs", ""),
    )


def _sections(text: str) -> dict[str, str]:
    sections: dict[str, str] = {}
    current = ""
    for line in text.splitlines():
        begin = _SECTION.match(line)
        if begin:
            current = begin["name"]
            sections[current] = begin["rest"]
        elif not line.strip():
            current = ""
        elif current:
            sections[current] = f"{sections[current]} {line.strip()}"
    return sections
