"""The map of the code that executes: every module with the first line that it says of itself.

```
 runtime/minivex     by layer, in teaching order
 runtime/labkit, browser, sitegen     by folder
```
"""

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from sitegen.docstrings import first_line
from sitegen.layers import ENGINE, read_layers
from sitegen.markdown import docstring_html, front_matter, meta_line
from sitegen.pages import Gap, Page

__all__ = ["PAGE", "map_gaps", "map_page"]

PAGE = "engine/map.md"

LEAD = """\
Every file that runs, with what it says of itself in its first line. To read the engine, begin at the \
top: a layer imports only from those above it, and from the last.
{ .fb-lead }"""

_OTHERS = {
    "runtime/labkit": (
        "Lab kit",
        "Drives the engine: runs a workload in every order, grades a file, tells what happened.",
    ),
    "runtime/browser": (
        "Browser part",
        "What a page loads: editor, lanes, and the frame in which Python runs.",
    ),
    "runtime/sitegen": ("Site generator", "Makes pages like this one."),
}


def map_page(root: Path) -> Page:
    """The map of the repository at ``root``."""
    sections = [
        (f"## {layer.title}\n\n{layer.sentence}", [f"{ENGINE}/{name}" for name in layer.modules])
        for layer in read_layers(root)
    ]
    sections += [
        (f"## {title}\n\n{sentence}", _files(root, folder))
        for folder, (title, sentence) in _OTHERS.items()
        if (root / folder).is_dir()
    ]
    count = sum(len(files) for _, files in sections)
    parts = [
        front_matter(
            title="Map of the code",
            description="Every file of the engine and of what surrounds it, in one line each.",
            render_macros=False,
        ),
        "# Map of the code",
        meta_line(f"{count} files"),
        LEAD,
        *(f"{heading}\n\n{_list(root, files)}" for heading, files in sections),
    ]
    return Page.of_text(f"docs/{PAGE}", "\n\n".join(parts))


def map_gaps(root: Path) -> Iterator[Gap]:
    """The files of the engine that do not say what they are."""
    for layer in read_layers(root):
        for name in layer.modules:
            if not first_line(root / ENGINE / name):
                yield Gap(
                    f"{ENGINE}/{name}", "a module says what it is", "it has no first line to show"
                )


def _files(root: Path, folder: str) -> list[str]:
    return [
        path.relative_to(root).as_posix()
        for path in sorted((root / folder).rglob("*"), key=_own_files_first)
        if path.suffix in (".py", ".js", ".mjs") and path.name != "__init__.py"
    ]


def _own_files_first(path: Path) -> tuple[str, str]:
    return path.parent.as_posix(), path.name


def _list(root: Path, files: Sequence[str]) -> str:
    entries = "\n".join(
        f"<div><dt><code>{html.escape(file.removeprefix('runtime/'))}</code></dt>"
        f"<dd>{docstring_html(_words(root / file))}</dd></div>"
        for file in files
    )
    return f'<dl class="fb-parts fb-parts--close">\n{entries}\n</dl>'


def _words(file: Path) -> str:
    """The first sentence of a file about itself, without quotes and comment marks."""
    if file.suffix == ".py":
        return first_line(file)
    words: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("#!"):
            continue
        text = re.sub(r"^\s*(?:/\*+|//|\*)?\s*|\s*\*/\s*$", "", line)
        if not text and words:
            break
        words += [text] if text else []
        if text.endswith((".", ":")) or "*/" in line:
            break
    return " ".join(words)
