"""Live cells of the pages: a Python file one can run and edit, and the same in TypeScript beside it.

```
 docs/cells/PAGE/NAME.py    the functions, and a main(lab) that uses them; first line "# jobs.py"
 docs/cells/PAGE/NAME.ts    the same functions for a Convex project; compiled like every sample
 docs/cells/PAGE/NAME.out   what the cell prints: recorded, shown, and checked in two Pythons

 {= cell("functions/helpers") =}   ──▶  <minivex-cell>, the recorded output, the TypeScript
```
"""

import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from labkit.grader.cell import run_cell
from sitegen.markdown import file_block

__all__ = [
    "Cell",
    "cell_element",
    "cell_markdown",
    "printed_by",
    "read_cell",
    "read_cells",
    "record_cells",
]

FOLDER = "docs/cells"
_MODULE = re.compile(r"\A# (?:convex/)?(?P<module>[\w/]+)\.py\n")
_TS_FILE = re.compile(r"^// (?P<name>convex/[\w/.-]+\.tsx?)[ \t]*$\n?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its Python, what that prints, and its TypeScript if there is one."""

    id: str
    module: str
    source: str
    typescript: str
    output: str | None
    """As recorded; None before it was."""


def read_cells(root: Path) -> list[Cell]:
    """All cells of the site, by id."""
    folder = root / FOLDER
    return [
        read_cell(root, file.relative_to(folder).with_suffix("").as_posix())
        for file in sorted(folder.rglob("*.py"))
    ]


def read_cell(root: Path, id: str) -> Cell:
    """The cell of that id.

    Raises: LookupError, if there is none, or its first line does not name its module.
    """
    file = root / FOLDER / f"{id}.py"
    if not file.is_file():
        known = ", ".join(
            found.relative_to(root / FOLDER).with_suffix("").as_posix()
            for found in sorted((root / FOLDER).rglob("*.py"))
        )
        raise LookupError(f"no cell {id!r} in {FOLDER}; there is {known or 'none'}")
    text = file.read_text(encoding="utf-8")
    named = _MODULE.match(text)
    if named is None:
        raise LookupError(f"{FOLDER}/{id}.py: the first line names the module, such as # jobs.py")
    typescript = file.with_suffix(".ts")
    output = file.with_suffix(".out")
    return Cell(
        id=id,
        module=named["module"],
        source=text[named.end() :].strip() + "\n",
        typescript=typescript.read_text(encoding="utf-8") if typescript.is_file() else "",
        output=output.read_text(encoding="utf-8") if output.is_file() else None,
    )


def printed_by(cell: Cell) -> str:
    """What the cell prints when it is run now; an error is its last line."""
    ran = run_cell(cell.module, cell.source)
    error = f"{ran['error']['type']}: {ran['error']['message']}\n" if ran["error"] else ""
    return f"{ran['output']}{error}"


def record_cells(root: Path, ids: Sequence[str] = ()) -> None:
    """Write what each cell prints beside it; read the diff afterwards."""
    for cell in read_cells(root):
        if ids and cell.id not in ids:
            continue
        printed = printed_by(cell)
        if printed == cell.output:
            continue
        (root / FOLDER / f"{cell.id}.out").write_text(printed, encoding="utf-8")
        print(f"{cell.id} prints\n{printed}")


def cell_markdown(cell: Cell, title: str = "") -> str:
    """The cell as a block of a page."""
    if cell.output is None:
        raise LookupError(f"{FOLDER}/{cell.id}.out is not recorded: python -m sitegen record")
    element = cell_element(cell.id, cell.module, cell.source, cell.output)
    heading = f"**{title}**\n{{ .fb-cell__title }}\n\n" if title else ""
    live = f"`{cell.module}.py` Python, runs in this page\n{{ .fb-file }}\n\n{element}"
    if not cell.typescript:
        return f'<div class="fb-cell" markdown>\n\n{heading}{live}\n\n</div>'
    return (
        f'<div class="fb-cell" markdown>\n\n{heading}<div class="fb-pair" markdown>\n'
        f"<div markdown>\n\n{live}\n\n</div>\n"
        f"<div markdown>\n\n{_typescript(cell.typescript)}\n\n</div>\n</div>\n\n</div>"
    )


def cell_element(id: str, module: str, source: str, output: str) -> str:
    """The element; without JavaScript, the text and what it prints."""
    names = json.dumps(module)[1:-1]
    return (
        f'<div class="fb-lab-wrap"><minivex-cell cell="{html.escape(id)}" module="{names}">'
        f"{_highlighted(source)}"
        f'<pre class="fb-cell__output"><code>{_text(output)}</code></pre></minivex-cell></div>'
    )


@lru_cache(maxsize=512)
def _highlighted(source: str) -> str:
    """Python as the site's other code blocks look.

    No block element but ``pre``: the first end of a ``div`` would end what Markdown leaves alone.
    """
    code = highlight(source.rstrip(), PythonLexer(), HtmlFormatter(nowrap=True))
    return f'<pre class="highlight"><code>{str(code).rstrip()}</code></pre>'


def _typescript(text: str) -> str:
    """The files of a cell's TypeScript, each under its name."""
    pieces = _TS_FILE.split(text)
    blocks = [
        file_block(name, "ts", body.strip())
        for name, body in zip(pieces[1::2], pieces[2::2], strict=True)
    ]
    return "\n\n".join(blocks)


def _text(text: str) -> str:
    return html.escape(text.rstrip(), quote=False)
