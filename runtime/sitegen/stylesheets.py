"""Our style sheets as one file: a page waits for each of them before it shows anything.

They are written apart, one for each part of the site, and the theme links them one by one. On a slow
line eight small files cost more than one large one.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile
from pathlib import Path, PurePosixPath

__all__ = ["JOINED", "join_stylesheets", "joined_text", "shared_sheets", "with_one_sheet"]

JOINED = "assets/css/site.css"

_LINK = re.compile(
    r'<link rel="stylesheet" href="([^"]*?)(assets/(?:css|lab)/[\w-]+\.css)">\s*'  # 404.html: absolute
)


def join_stylesheets(site: Path) -> list[str]:
    """Link one file in every page of ``site`` for those of ours that every page begins with; their names.

    A sheet of one page alone stays as it is.

    Raises: ValueError, if a sheet names a file relative to itself and stands in another folder.
    """
    pages = {page: page.read_text(encoding="utf-8") for page in sorted(site.rglob("*.html"))}
    shared = shared_sheets(pages.values())
    if not shared:
        return []
    for page, text in pages.items():
        linked = with_one_sheet(text, shared)
        if linked != text:
            page.write_text(linked, encoding="utf-8")
    whole = joined_text(shared, lambda name: (site / name).read_text(encoding="utf-8"))
    for name in shared:
        (site / name).unlink()
    (site / JOINED).write_text(whole, encoding="utf-8")
    return shared


def shared_sheets(pages: Iterable[str]) -> list[str]:
    """Our sheets that every one of ``pages`` begins with, in their order; pages without any do not count."""
    found = [[link[2] for link in _LINK.finditer(page)] for page in pages]
    columns = zip(*(names for names in found if names), strict=False)
    return [column[0] for column in takewhile(lambda column: len(set(column)) == 1, columns)]


def with_one_sheet(page: str, shared: Sequence[str]) -> str:
    """``page`` with one link in place of those to ``shared``."""
    ours = list(_LINK.finditer(page))[: len(shared)]
    if not ours:
        return page
    link = f'<link rel="stylesheet" href="{ours[0][1]}{JOINED}">\n'
    between = _LINK.sub("", page[ours[0].start() : ours[-1].end()])
    return page[: ours[0].start()] + link + between + page[ours[-1].end() :]


def joined_text(shared: Sequence[str], read: Callable[[str], str]) -> str:
    """The text of the one file; ``read`` gives that of a sheet by its name.

    What a file names relative to itself is still there, because the one file stands in the same
    folder; a file of another folder may not name anything.

    Raises: ValueError, if one does.
    """
    parts = []
    for name in shared:
        css = read(name)
        if PurePosixPath(name).parent != PurePosixPath(JOINED).parent and "url(" in css:
            raise ValueError(f"{name} names a file relative to itself")
        parts.append(css)
    return "\n".join(parts)
