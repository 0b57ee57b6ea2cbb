"""The page that says where minivex is not Convex: every ``Differs:``, with the ``Source:`` beside it.

The words are those of the docstrings, so a difference is written once, next to the code it is about.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sitegen import limits
from sitegen.docstrings import Part, read_parts
from sitegen.layers import ENGINE, Layer, read_layers
from sitegen.markdown import docstring_html, front_matter, meta_line
from sitegen.pages import Page

__all__ = ["PAGE", "fidelity_page"]

PAGE = "engine/differences.md"

LEAD = """\
The labs run minivex, a small engine in Python that keeps Convex's rules. Here is where, as far as we \
know, it does something else, in the words that stand beside the code.
{ .fb-lead }"""

EVERYWHERE = """\
## Everywhere { #everywhere }

- **Python.** Functions are Python functions, and names are written Python's way: `withIndex` is \
`with_index`, `undefined` is `UNDEFINED`, a `bigint` is an `Int64`.
- **Nothing moves by itself.** A whole backend is one object in one process. Whoever holds it decides \
which call takes the next step and when time passes; a deployment answers many clients at once, \
by the clock on the wall.
- **Every run repeats.** Chance comes from a seed. The same seed and the same order of moves give the \
same ids, timestamps and results.
- **Checks can be turned off.** A lab may run with snapshot isolation or with none, to show what goes \
wrong then. Convex is always serializable, and that is the engine's default too."""

NOT_THERE = """\
## What is not there { #not-there }

- **Components**, with their `ctx` and their function handles.
- **Node.js actions**, `process.env`, and the npm packages that a module imports. An action's handler \
is Python; it has no `fetch`, and what it calls outside stands in the lab.
- **Batches.** Reads that TypeScript starts together with `Promise.all` go to a deployment together. A \
handler here awaits one step after the other; every result is the same, and none comes sooner.
- **A fresh module for each call.** Convex starts a query or a mutation with modules that nobody has \
used yet. Here a module is loaded once, so a list or counter outside of a handler outlives the call.
- **The wire.** A client is an object that is told to move: there is no WebSocket, no reconnection and \
no lost message unless a lab makes one.
- **What runs a deployment:** log streams, exports, backups, the dashboard, usage and prices, and the \
classes that limit how many functions run at once.
- **Signing tokens** with `ctx.auth.signJwt`. Providers of labs sign with a secret instead."""

HOW_TO_READ = """\
What follows is layer by layer, from values up to clients. *Compared with* names the page of Convex's \
documentation, or the file of `get-convex/convex-backend` or of the npm package `convex`, that the \
part was written from. A part without an entry has no difference that we know of; that is less than \
saying that it has none."""


@dataclass(frozen=True, slots=True)
class _Section:
    layer: Layer
    differing: Sequence[Part]
    faithful: Sequence[Part]
    own: Sequence[Part]
    """Modules that name no source, nor does anything in them: structures of our own."""


def fidelity_page(root: Path) -> Page:
    """The page of differences, from the engine at ``root``."""
    sections = [_section(root, layer) for layer in read_layers(root)]
    differences = sum(len(section.differing) for section in sections)
    modules = sum(len(section.layer.modules) for section in sections)
    parts = [
        front_matter(
            title="Differences from Convex",
            description="Where minivex, the engine of the labs, does something else than Convex.",
            render_macros=False,
        ),
        "# How minivex differs from Convex",
        meta_line(f"{differences} differences", f"{modules} modules"),
        LEAD,
        EVERYWHERE,
        NOT_THERE,
        *_free_limits(root),
        HOW_TO_READ,
        *(_section_text(section) for section in sections),
    ]
    return Page.of_text(f"docs/{PAGE}", "\n\n".join(parts))


def _free_limits(root: Path) -> list[str]:
    """The limits of the table that the engine does not keep."""
    if not (root / limits.DATA).is_file():
        return []
    free = [one for one in limits.read_limits(root)[1].values() if not one.engine]
    rows = "\n".join(f"| {one.what} | {one.text} |" for one in free)
    text = (
        "## Limits that the labs do not keep { #limits }\n\nA call that goes over one of these "
        "succeeds in a lab, and not on Convex. All others are kept, with the same numbers; a lab "
        "that lowers them says so in its errors.\n\n"
        f"| What is limited | On Convex |\n| --- | ---: |\n{rows}"
    )
    return [text]


def _section(root: Path, layer: Layer) -> _Section:
    by_module = [read_parts(root / ENGINE / module, module) for module in layer.modules]
    parts = [part for found in by_module for part in found]
    return _Section(
        layer,
        differing=[part for part in parts if part.differs],
        faithful=[part for part in parts if part.source and not part.differs],
        own=[found[0] for found in by_module if not any(part.source for part in found)],
    )


def _section_text(section: _Section) -> str:
    layer = section.layer
    blocks = [f"## {layer.title}\n\n{layer.sentence}"]
    if section.differing:
        entries = "\n".join(_difference(part) for part in section.differing)
        blocks.append(f'<dl class="fb-parts">\n{entries}\n</dl>')
    else:
        blocks.append("No difference is known.")
    rest = [*(_rest_line(part) for part in section.faithful), *_own_lines(section)]
    if rest:
        entries = "\n".join(rest)
        blocks.append(
            "<details>\n<summary>Sources of the other parts</summary>\n"
            f'<dl class="fb-parts fb-parts--close">\n{entries}\n</dl>\n</details>'
        )
    return "\n\n".join(blocks)


def _difference(part: Part) -> str:
    source = f'<p class="fb-source">{_source_html(part.source)}</p>' if part.source else ""
    return (
        f'<div id="{part.id}"><dt>{_name(part)}</dt><dd>'
        f'<p class="fb-parts__what">{docstring_html(part.summary)}</p>'
        f"<p>{docstring_html(_sentence(part.differs))}</p>{source}</dd></div>"
    )


def _rest_line(part: Part) -> str:
    return (
        f"<div><dt>{_name(part)}</dt>"
        f'<dd><p class="fb-source">{_source_html(part.source)}</p></dd></div>'
    )


def _own_lines(section: _Section) -> list[str]:
    """The modules that claim no counterpart, when nothing else on the page speaks of them."""
    told = {part.module for part in (*section.differing, *section.faithful)}
    return [
        f"<div><dt>{_name(part)}</dt>"
        '<dd><p class="fb-source">Our own; it names no counterpart.</p></dd></div>'
        for part in section.own
        if part.module not in told
    ]


def _name(part: Part) -> str:
    """The symbol above its module; the folder is left to the heading of the section."""
    module = f"<code>{html.escape(part.module)}</code>"
    return f"<code><b>{html.escape(part.symbol)}</b></code> {module}" if part.symbol else module


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _source_html(source: str) -> str:
    """A source with its paths set as code and the documentation named as Convex's."""
    text = re.sub(r"\bdocs (?=\")", "Convex documentation, ", source.rstrip("."))
    text = re.sub(r'"([^"]+)"', r"“\1”", text)
    marked = re.sub(r"(?<![\w`/])((?:crates|npm-packages)/[\w./@-]*\w)", r"``\1``", text)
    return f"Compared with: {docstring_html(marked)}"
