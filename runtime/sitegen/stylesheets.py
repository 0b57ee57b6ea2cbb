"""Our style sheets as one file: a page waits for each of them before it shows anything.

They are written apart, one for each part of the site, and the theme links them one by one. On a slow
line eight small files cost more than one large one.
"""

import re
from pathlib import Path, PurePosixPath

__all__ = ["JOINED", "join_stylesheets"]

JOINED = "assets/css/site.css"

_LINK = re.compile(
    r'<link rel="stylesheet" href="([^"]*?)(assets/(?:css|lab)/[\w-]+\.css)">\s*'  # 404.html: absolute
)


def join_stylesheets(site: Path) -> list[str]:
    """Link one file instead of ours in every page of ``site``; the names of those that are in it now.

    What a file names relative to itself still is there, because the one file stands in the same
    folder, or has nothing of the kind.

    Raises: ValueError, if pages link different files, or a file of another folder names one.
    """
    joined: list[str] = []
    for page in sorted(site.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        links = list(_LINK.finditer(text))
        if not links:
            continue
        names = [link[2] for link in links]
        if joined and names != joined:
            raise ValueError(f"{page.relative_to(site)} links other style sheets: {names}")
        joined = names
        first = links[0]
        rest = _LINK.sub("", text[first.end() :])
        link = f'<link rel="stylesheet" href="{first[1]}{JOINED}">\n'
        page.write_text(f"{text[: first.start()]}{link}{rest}", encoding="utf-8")
    parts = []
    for name in joined:
        css = (site / name).read_text(encoding="utf-8")
        if PurePosixPath(name).parent != PurePosixPath(JOINED).parent and "url(" in css:
            raise ValueError(f"{name} names a file relative to itself")
        parts.append(css)
        (site / name).unlink()
    if joined:
        (site / JOINED).write_text("\n".join(parts), encoding="utf-8")
    return joined
