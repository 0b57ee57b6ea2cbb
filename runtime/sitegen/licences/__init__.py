"""What others made and the site ships, with its licences: for the page /contributing/licences/.

```
 runtime/browser/**.js ──▶ imports ──▶ package-lock.json ──▶ npm packages in the scripts   ─┐
 node_modules/pyodide  ──▶ the interpreter        parts.toml ──▶ what is built into it     ─┼─▶ the page
 mkdocs-material       ──▶ the theme              parts.toml ──▶ what is built into that   ─┤
 fonts.py              ──▶ the typefaces                                                   ─┘
```

Texts are read from the packages themselves; those of parts that come built stand beside this file.
"""

import html
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from sitegen.fonts import FILES as FONTS
from sitegen.markdown import front_matter
from sitegen.pages import Gap, GapError, Page

__all__ = ["PAGE", "Shipped", "imported_packages", "licences_page", "shipped", "theme_packages"]

PAGE = "contributing/licences.md"
HERE = Path(__file__).parent
THEME = "mkdocs-material"
INTERPRETER = "pyodide"

_IMPORT = re.compile(
    r"""\b(?:from|import)\s*\(?\s*["'](?P<name>(?:@[\w.-]+/)?[\w][\w.-]*)[^"']*["']"""
)
_TYPE = re.compile(r"/\*\*.*?\*/", re.DOTALL)
_INSIDE = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/")

LEAD = """\
What others made and this site sends to its readers, with the texts that their licences ask to be kept \
beside it. Nothing of it is fetched from anywhere else. The list is made from the lock files when the site is \
built; the project's own text and code are under the MIT licence.
{ .fb-lead }"""


@dataclass(frozen=True, slots=True)
class Shipped:
    """One thing that the site ships."""

    name: str
    version: str
    licence: str
    source: str
    """Where it comes from, as people write it."""
    use: str
    text: str
    """Its licence; empty, if that asks for no text."""


def imported_packages(root: Path) -> list[str]:
    """The npm packages that the page's scripts import, and all that these bring along, by name.

    The interpreter brings a library for Node, which no browser gets: what it brings is left out.
    """
    lock = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = set()
    for file in sorted((root / "runtime/browser").rglob("*.js")):
        code = _TYPE.sub("", file.read_text(encoding="utf-8"))
        wanted |= {found["name"] for found in _IMPORT.finditer(code)}
    ready: set[str] = set()
    while wanted:
        name = wanted.pop()
        entry = lock.get(f"node_modules/{name}")
        if entry is None or name in ready:
            continue  # a word in a text, or Python that stands in a script
        ready.add(name)
        if name != INTERPRETER:
            wanted |= set(entry.get("dependencies", {}))
    return sorted(ready)


def theme_packages() -> list[str]:
    """The npm packages in the theme's script, as its source map names them."""
    folder = Path(str(distribution(THEME).locate_file("material/templates/assets/javascripts")))
    (source_map,) = folder.glob("bundle.*.min.js.map")
    sources = json.loads(source_map.read_text(encoding="utf-8"))["sources"]
    return sorted({found[1] for source in sources if (found := _INSIDE.search(source))})


def shipped(root: Path) -> list[Shipped]:
    """Everything, in the order of the page.

    Raises: GapError, if a package is not installed, or has no text of its licence.
    """
    gaps: list[Gap] = []
    packages = [_npm(root, name, gaps) for name in imported_packages(root)]
    fonts = [_npm(root, name, gaps, use="the typeface of the site") for name in FONTS]
    theme = _theme()
    versions = {THEME: theme.version} | {each.name: each.version for each in packages}
    if gaps:
        raise GapError(gaps)
    return [*packages, *_parts(INTERPRETER, versions), *fonts, theme, *_parts(THEME, versions)]


def licences_page(root: Path) -> Page:
    """The page: a table, and each text once with the names it is for."""
    things = shipped(root)
    rows = "\n".join(
        f"| {thing.name} | {thing.version} | {thing.licence} | {thing.source} | {thing.use} |"
        for thing in things
    )
    by_text: dict[str, list[str]] = {}
    for thing in things:
        if thing.text:
            by_text.setdefault(thing.text, []).append(thing.name)
    texts = "\n\n".join(
        f'<details class="fb-licence"><summary>{html.escape(", ".join(names))}</summary>\n'
        f"<pre><code>{html.escape(text.strip(), quote=False)}</code></pre>\n</details>"
        for text, names in by_text.items()
    )
    parts = [
        front_matter(
            title="Licences",
            description="What others made and this site ships: versions, licences and their texts.",
            render_macros=False,
        ),
        "# Licences",
        "<!-- search: third party, open source, notices, credits, attribution -->",
        LEAD,
        "## What is shipped { #shipped }",
        f"| What | Version | Licence | From | For |\n| --- | --- | --- | --- | --- |\n{rows}",
        "## The texts { #texts }",
        texts,
    ]
    return Page.of_text(f"docs/{PAGE}", "\n\n".join(parts))


def _npm(root: Path, name: str, gaps: list[Gap], use: str = "") -> Shipped:
    """One npm package, from its own folder."""
    folder = root / "node_modules" / name
    if not (folder / "package.json").is_file():
        where = f"node_modules/{name}"
        gaps.append(Gap(where, "the packages are installed", "not found; run `make setup`"))
        return Shipped(name, "", "", "", "", "")
    facts = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    text = (HERE / "mpl-2.0.txt").read_text(encoding="utf-8") if name == INTERPRETER else ""
    text = text or _text_in(folder)
    if not text:
        gaps.append(Gap(f"node_modules/{name}", "a licence has its text", "no file of that name"))
    return Shipped(
        name=name,
        version=facts["version"],
        licence=str(facts["license"]).strip("()"),
        source=_repository(facts),
        use=use or _use(name),
        text=text,
    )


def _use(name: str) -> str:
    if name == INTERPRETER:
        return "Python in the browser"
    if name.startswith(("@codemirror/", "@lezer/")):
        return "the editor"
    return {
        "minisearch": "the search",
        "fzstd": "unpacking what was downloaded",
        "qr": "QR codes, written and read",
    }.get(name, "in the scripts of the pages")


def _theme() -> Shipped:
    found = distribution(THEME)
    file = next(
        Path(str(found.locate_file(each))) for each in found.files or () if each.name == "LICENSE"
    )
    return Shipped(
        name="Material for MkDocs",
        version=found.version,
        licence="MIT",
        source="github.com/squidfunk/mkdocs-material",
        use="the frame of the pages",
        text=file.read_text(encoding="utf-8"),
    )


def _parts(within: str, versions: dict[str, str]) -> Iterator[Shipped]:
    """What comes built into a package."""
    data: dict[str, Any] = tomllib.loads((HERE / "parts.toml").read_text(encoding="utf-8"))
    for part in data["part"]:
        if part["within"] == within:
            yield Shipped(
                name=part["name"],
                version=f"as in {within} {versions[within]}",
                licence=part["licence"],
                source=part["source"],
                use=part["use"],
                text=(HERE / part["text"]).read_text(encoding="utf-8") if "text" in part else "",
            )


def _text_in(folder: Path) -> str:
    """All files of a package that are its licence."""
    names: Iterable[Path] = sorted(folder.glob("LICEN[CS]E*"))
    return "\n\n".join(file.read_text(encoding="utf-8").strip() for file in names if file.is_file())


def _repository(facts: dict[str, Any]) -> str:
    named = facts.get("repository") or facts.get("homepage") or ""
    address = named.get("url", "") if isinstance(named, dict) else str(named)
    return re.sub(r"^(?:git\+)?(?:https?|git|ssh)://(?:git@)?|\.git$|^github:", "", address)
