"""Our style sheets as one file: a page waits for each of them before it shows anything.

They are written apart, one for each part of the site, and the theme links them one by one. On a slow
line eight small files cost more than one large one.
"""

import re
from itertools import takewhile
from pathlib import Path, PurePosixPath

__all__ = ["JOINED", "join_stylesheets"]

JOINED = "assets/css/site.css"

_LINK = re.compile(
    r'<link rel="stylesheet" href="([^"]*?)(assets/(?:css|lab)/[\w-]+\.css)">\s*'  # 404.html: absolute
)


def join_stylesheets(site: Path) -> list[str]:
    """Link one file in every page of ``site`` for those of ours that every page begins with; their names.

    A sheet of one page alone stays as it is. What a file names relative to itself is still there,
    because the one file stands in the same folder; a file of another folder may not name anything.

    Raises: ValueError, if one does.
    """
    pages = {page: page.read_text(encoding="utf-8") for page in sorted(site.rglob("*.html"))}
    links = {page: list(_LINK.finditer(text)) for page, text in pages.items()}
    links = {page: found for page, found in links.items() if found}
    columns = zip(*([link[2] for link in found] for found in links.values()), strict=False)
    shared = [column[0] for column in takewhile(lambda column: len(set(column)) == 1, columns)]
    if not shared:
        return []
    for page, found in links.items():
        text, ours = pages[page], found[: len(shared)]
        link = f'<link rel="stylesheet" href="{ours[0][1]}{JOINED}">\n'
        between = _LINK.sub("", text[ours[0].start() : ours[-1].end()])
        whole = text[: ours[0].start()] + link + between + text[ours[-1].end() :]
        page.write_text(whole, encoding="utf-8")
    parts = []
    for name in shared:
        css = (site / name).read_text(encoding="utf-8")
        if PurePosixPath(name).parent != PurePosixPath(JOINED).parent and "url(" in css:
            raise ValueError(f"{name} names a file relative to itself")
        parts.append(css)
        (site / name).unlink()
    (site / JOINED).write_text("\n".join(parts), encoding="utf-8")
    return shared
