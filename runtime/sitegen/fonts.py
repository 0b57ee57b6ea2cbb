"""The site's typefaces: copied from npm packages, with their licences beside them.

Four files of the Latin subset, about 100 kB together; docs/assets/css/fonts.css names them.
"""

from pathlib import Path

from sitegen.pages import Gap, GapError, Page

__all__ = ["font_pages"]

FILES = {
    "@fontsource-variable/ibm-plex-sans": ("ibm-plex-sans-latin-wght-normal.woff2",),
    "@fontsource/ibm-plex-sans": ("ibm-plex-sans-latin-400-italic.woff2",),
    "@fontsource/ibm-plex-mono": (
        "ibm-plex-mono-latin-400-normal.woff2",
        "ibm-plex-mono-latin-600-normal.woff2",
    ),
}


def font_pages(root: Path) -> list[Page]:
    """The font files and the licence of each family.

    Raises: GapError, when the npm packages are not installed.
    """
    pages = []
    gaps = []
    for package, names in FILES.items():
        folder = root / "node_modules" / package
        licence = f"LICENSE-{package.partition('/')[2]}.txt"
        wanted = {licence: folder / "LICENSE"} | {name: folder / "files" / name for name in names}
        for name, source in wanted.items():
            if source.is_file():
                pages.append(Page(f"docs/assets/fonts/{name}", source.read_bytes()))
            else:
                where = source.relative_to(root).as_posix()
                gaps.append(Gap(where, "the fonts are installed", "not found; run `make setup`"))
    if gaps:
        raise GapError(gaps)
    return list({page.path: page for page in pages}.values())
