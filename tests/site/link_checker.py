"""Every address in a built site, followed: pages, files and anchors."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

__all__ = ["PageFacts", "broken_links", "outside_addresses", "read_pages"]

SITE = "http://site.invalid/"


@dataclass
class PageFacts(HTMLParser):
    """What one page links to, loads, and can be linked at."""

    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if facts.get("id"):
            self.ids.append(facts["id"])
        if tag == "a" and facts.get("href"):
            self.links.append(facts["href"])
        if tag in ("script", "img", "iframe", "source") and facts.get("src"):
            self.loads.append(facts["src"])
        if tag == "link" and facts.get("rel") in ("stylesheet", "icon", "modulepreload", "preload"):
            self.loads.append(facts["href"])


def read_pages(site: Path) -> dict[str, PageFacts]:
    """All pages by their address below the site's root, such as ``guide/``."""
    pages = {}
    for file in sorted(site.rglob("*.html")):
        facts = PageFacts()
        facts.feed(file.read_text(encoding="utf-8"))
        pages[file.relative_to(site).as_posix().removesuffix("index.html")] = facts
    return pages


def broken_links(
    site: Path, pages: dict[str, PageFacts], *, made_elsewhere: frozenset[str]
) -> Iterator[str]:
    """One line for each address inside the site that leads nowhere."""
    for page, facts in pages.items():
        for address in [*facts.links, *facts.loads]:
            target = urlsplit(urljoin(SITE + page, address))
            if target.netloc != "site.invalid":
                continue
            path = unquote(target.path.lstrip("/"))
            if path in made_elsewhere:
                continue
            if path in pages:
                is_shared = target.fragment.startswith("share=")  # a lab reads it
                if (
                    target.fragment
                    and not is_shared
                    and unquote(target.fragment) not in pages[path].ids
                ):
                    yield f"{page or 'home'}: no anchor for {address}"
            elif not (site / path).is_file():
                yield f"{page or 'home'}: nothing at {address}"


def outside_addresses(pages: dict[str, PageFacts]) -> Iterator[str]:
    """Everything that a page would load from another host."""
    for page, facts in pages.items():
        for address in facts.loads:
            if urlsplit(address).netloc:
                yield f"{page or 'home'}: {address}"
