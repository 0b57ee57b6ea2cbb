"""Source of the engine by the name of a symbol, for pages that read it with the reader.

```
 minivex.txn.read_set.ReadSet.record
 └────── module ─────┘└── symbol ──┘   a class, a method, a function or a constant
```

The text is cut out of the file, so a page shows what runs. A symbol that has gone stops the build.
"""

import ast
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

__all__ = ["Piece", "piece_markdown", "read_piece"]

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of one symbol, with its docstring and without."""

    file: str
    """Below ``runtime/``, as the map of the code names it."""
    symbol: str
    text: str
    undocumented: str


def read_piece(root: Path, name: str) -> Piece:
    """The source of the symbol with that full name, from ``runtime/`` of the repository at ``root``.

    Raises: LookupError, if there is no such module, or no such symbol in it.
    """
    file, symbol = _split(root / "runtime", name)
    source = file.read_text(encoding="utf-8")
    node: ast.Module | ast.stmt = ast.parse(source)
    for part in symbol.split("."):
        body = node.body if isinstance(node, ast.Module | ast.ClassDef) else []
        found = next((one for one in body if part in _names(one)), None)
        if found is None:
            there = ", ".join(each for one in body for each in _names(one)) or "nothing"
            raise LookupError(f"no symbol {part!r} for code({name!r}); there is {there}")
        node = found
    assert isinstance(node, ast.stmt), "a symbol has at least one part"
    lines = source.splitlines()
    first, past = _first_line(node), node.end_lineno or node.lineno
    skipped = _docstring_lines(node, lines)
    return Piece(
        file.relative_to(root / "runtime").as_posix(),
        symbol,
        _text(lines[first - 1 : past]),
        _text([lines[at - 1] for at in range(first, past + 1) if at not in skipped]),
    )


def piece_markdown(piece: Piece, text: str) -> str:
    """A line that names file and symbol, then ``text``, one of the texts of ``piece``."""
    return f"`{piece.file}` {piece.symbol}\n{{ .fb-file }}\n\n```python\n{text}\n```"


def _split(runtime: Path, name: str) -> tuple[Path, str]:
    """The module's file, and the rest of the name."""
    parts = name.split(".")
    for count in range(len(parts) - 1, 0, -1):
        file = runtime.joinpath(*parts[:count]).with_suffix(".py")
        if file.is_file():
            return file, ".".join(parts[count:])
    raise LookupError(f"no module in runtime/ for code({name!r}); write minivex.folder.file.symbol")


def _names(node: ast.stmt) -> list[str]:
    """What a statement of a module or a class gives a name to."""
    if isinstance(node, _Definition):
        return [node.name]
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign):
        targets = [node.target]
    else:
        return []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _first_line(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, _Definition) else []
    return min([node.lineno, *(each.lineno for each in decorators)])


def _docstring_lines(node: ast.stmt, lines: list[str]) -> range:
    """The lines of the docstring and the empty ones below it; none if there is nothing else."""
    if not isinstance(node, _Definition) or len(node.body) == 1 or not ast.get_docstring(node):
        return range(0)
    docstring = node.body[0]
    past = (docstring.end_lineno or docstring.lineno) + 1
    while not lines[past - 1].strip():
        past += 1
    return range(docstring.lineno, past)


def _text(lines: list[str]) -> str:
    return dedent("\n".join(lines))
