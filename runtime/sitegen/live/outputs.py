"""An address of the site to what a whole build would have written there, made when it is asked for.

```
 guide/start/            the page in its frame, terms linked, one style sheet, the policy
 guide/start/index.md    the same for programs, and the two lists of it
 search/sections.json    every section; a page is read again when its text has changed
 assets/previews/…       the picture of one page        assets/…   files as they are
 sitemap.xml feed.xml    and pages for old addresses
```

Left out is what would keep yesterday's page in the browser: the service worker, and the mark that
lets a page have one.
"""

import hashlib
import mimetypes
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sitegen.course import read_course
from sitegen.feed import FEED, feed_of, read_changes
from sitegen.finish import Shared, finished_page
from sitegen.glossary import linked_page, read_terms
from sitegen.live.edition import Edition, stamp_of
from sitegen.live.server import Answer
from sitegen.llms import PageForPrograms, lists_of, page_for_programs
from sitegen.policy import policy_for
from sitegen.previews import FOLDER, draw_preview, picture_path, preview_of
from sitegen.redirects import moved_addresses, redirect_page
from sitegen.search_index import (
    INDEX,
    THEMES_INDEX,
    THEMES_OWN,
    index_text,
    sections_of,
    without_aliases,
)
from sitegen.stylesheets import JOINED, joined_text, shared_sheets

__all__ = ["Outputs", "Readings"]

FRAME = "assets/lab/sandbox.html"
NOT_FOUND = "404.html"
HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class _Read:
    """What programs and the search read of one page, and what that was read from."""

    key: str
    sections: list[dict[str, Any]]
    programs: PageForPrograms


class Readings:
    """What was read of pages, kept over editions: most pages are as they were."""

    def __init__(self) -> None:
        self.of_page: dict[str, _Read] = {}


class Outputs:
    """All addresses of one edition."""

    def __init__(self, root: Path, edition: Edition, readings: Readings) -> None:
        self.edition = edition
        self.assets = stamp_of(edition.assets)
        self._root = root
        self._readings = readings
        self._terms = read_terms(root)
        self._lock = threading.RLock()  # one page is rendered at a time
        self._texts: dict[str, str] = {}
        self._shared: Shared | None = None
        overrides = sorted((root / "docs/overrides").rglob("*.html"))
        frame = [edition.settings, *(file.read_bytes() for file in overrides)]
        self._stamp = hashlib.sha256(repr((frame, self._terms)).encode()).hexdigest()
        self._made: dict[str, Callable[[], Answer]] = {
            INDEX: self._sections,
            THEMES_OWN: lambda: Answer(THEMES_INDEX.encode(), "application/json"),
            "llms.txt": lambda: self._list("llms.txt"),
            "llms-full.txt": lambda: self._list("llms-full.txt"),
            FEED: self._feed,
            "sitemap.xml": self._site_map,
            JOINED: self._style,
        }

    def answer(self, address: str) -> Answer:
        """What stands at ``address``, which is below the site and begins without a slash."""
        place = f"{address}index.html" if not address or address.endswith("/") else address
        made = self._page(place) or self._data(place) or self._file(place) or self._moved(address)
        if made is not None:
            return made
        if f"{address}/index.html" in self.edition.pages:
            return Answer(b"", HTML, 302, f"/{address}/")
        text = self._published(self._template(NOT_FOUND))
        return Answer(text.encode(), HTML, 404)

    def _page(self, place: str) -> Answer | None:
        if place not in self.edition.pages:
            return None
        text = self._published(without_aliases(self._text(place)))
        return Answer(text.encode(), HTML, 500 if place in self.edition.broken else 200)

    def _data(self, place: str) -> Answer | None:
        """What is made of pages; None for any other place."""
        page = f"{place.removesuffix('.md')}.html"
        if place.endswith("/index.md") and page in self.edition.pages:
            return Answer(self._read(page).programs.markdown.encode(), "text/markdown")
        if place.startswith(f"{FOLDER}/"):
            return self._picture(place)
        if place == "index.md":
            return Answer(self._read("index.html").programs.markdown.encode(), "text/markdown")
        make = self._made.get(place)
        return make() if make else None

    def _sections(self) -> Answer:
        sections = [each for one in self._in_order() for each in self._read(one).sections]
        return Answer(index_text(sections, self._root).encode(), "application/json")

    def _list(self, name: str) -> Answer:
        pages = {
            one.removesuffix("index.html"): self._read(one).programs for one in self._in_order()
        }
        return Answer(lists_of(pages, self._root)[name].encode(), TEXT)

    def _feed(self) -> Answer:
        text = feed_of(read_changes(self._root), self.edition.config.site_url or "")
        return Answer(text.encode(), "application/atom+xml")

    def _site_map(self) -> Answer:
        return Answer(self._template("sitemap.xml").encode(), "application/xml")

    def _style(self) -> Answer:
        return Answer(joined_text(self._all().sheets, self._sheet).encode(), "text/css")

    def _moved(self, address: str) -> Answer | None:
        """The page of an old address."""
        new = moved_addresses(self._root, read_course(self._root)).get(address)
        if new is None:
            return None
        return Answer(self._published(redirect_page(address, new)).encode(), HTML)

    def _file(self, place: str) -> Answer | None:
        file = self.edition.assets.get(place)
        if file is None or not file.abs_src_path:
            return None
        type_, _ = mimetypes.guess_type(place)
        if place.endswith((".js", ".mjs")):
            type_ = "text/javascript"
        return Answer(Path(file.abs_src_path).read_bytes(), type_ or "application/octet-stream")

    def _picture(self, place: str) -> Answer | None:
        for one in self.edition.pages:
            address = one.removesuffix("index.html")
            if picture_path(address) == place:
                drawn = draw_preview(preview_of(self._text(one), address), self._root)
                return Answer(drawn, "image/png")
        return None

    def _text(self, place: str) -> str:
        """A page as mkdocs and the steps after it leave it, with the names that only the search reads."""
        with self._lock:
            if place not in self._texts:
                text = self.edition.rendered(place)
                self._texts[place] = linked_page(text, place, self._terms)
            return self._texts[place]

    def _template(self, name: str) -> str:
        with self._lock:
            return self.edition.rendered_template(name)

    def _published(self, page: str) -> str:
        return finished_page(page, self._all())

    def _all(self) -> Shared:
        """What all pages share, read from one page of each kind: frame by depth and by template.

        A page that brings scripts or styles of its own is a kind of its own.
        """
        with self._lock:
            if self._shared is None:
                texts = [self._text(place) for place in self._kinds()]
                texts.append(self._template(NOT_FOUND))
                frame = self.edition.assets.get(FRAME)
                python = [Path(frame.abs_src_path or "").read_text("utf-8")] if frame else []
                self._shared = Shared(policy_for([*texts, *python]), shared_sheets(texts))
            return self._shared

    def _kinds(self) -> Iterator[str]:
        seen: set[tuple[int, str]] = set()
        for place in self.edition.pages:
            page = self.edition.page_of(place)
            kind = (place.count("/"), str(page.meta.get("template", "")))
            content = page.content or ""
            if kind not in seen or "<script" in content or "<link" in content:
                seen.add(kind)
                yield place

    def _sheet(self, name: str) -> str:
        return Path(self.edition.assets[name].abs_src_path or "").read_text(encoding="utf-8")

    def _in_order(self) -> list[str]:
        """All pages as a walk through the built site meets them."""
        return sorted(self.edition.pages, key=lambda place: place.split("/"))

    def _read(self, place: str) -> _Read:
        page = self.edition.page_of(place)
        seen = (page.content, page.meta, page.title, page.canonical_url, page.is_homepage)
        key = hashlib.sha256(repr((seen, self._stamp)).encode()).hexdigest()
        known = self._readings.of_page.get(place)
        if known is None or known.key != key:
            text = self._text(place)
            found = sections_of(text, place.removesuffix("index.html"))
            programs = page_for_programs(without_aliases(text))
            known = _Read(key, [section.to_json() for section in found], programs)
            self._readings.of_page[place] = known
        return known
