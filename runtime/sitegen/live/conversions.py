"""Markdown turned into HTML once: the slow part of a page, kept by all that goes into it.

```
 Markdown with its macros written out ─┐
 what it includes, where it stands     │
 names of all files of the site        ├──▶ sha256 ──▶ .cache/pages/HASH.json
 mkdocs.yml, versions of the converters┘
```

Nothing of the repository's own Python takes part in this step, so what is kept outlives a change of
the generator and a restart of the server.
"""

import hashlib
import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from sitegen.live.problems import caught_warnings

__all__ = ["Conversions", "Surroundings"]

FOLDER = ".cache/pages"
CONVERTERS = ("Markdown", "Pygments", "mkdocs", "pymdown-extensions")

_INCLUDED = re.compile(r'^[ \t]*-+8<-+[ \t]+"(?P<name>[^"\n]+)"', re.MULTILINE)
_INCLUDED_LIST = re.compile(r"^[ \t]*-+8<-+[ \t]*$", re.MULTILINE)


class Surroundings:
    """What a conversion depends on beside its page: the same for all pages of one edition."""

    def __init__(self, config: MkDocsConfig, files: Files, settings: bytes) -> None:
        self.config = config
        self.files = files
        self.docs = Path(config.docs_dir)
        parts = [
            settings.decode(),
            *(f"{name} {version(name)}" for name in CONVERTERS),
            *sorted(f"{file.src_uri} {file.inclusion.name}" for file in files),
        ]
        self.stamp = hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def key(self, page: Page) -> str | None:
        """The name under which the page's conversion is kept; None if it cannot be."""
        assert page.markdown is not None, "the page's source was read"
        included = self._included(page.markdown)
        if included is None:
            return None
        parts = [self.stamp, page.file.src_uri, page.markdown, *included]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]

    def _included(self, text: str) -> list[str] | None:
        """The texts of the files that ``text`` includes, and of those that they do."""
        if _INCLUDED_LIST.search(text):
            return None  # files in a list are not followed
        found = []
        for name in _INCLUDED.findall(text):
            file = self.docs / name
            if not file.is_file():
                return None  # the conversion says so
            inner = file.read_text(encoding="utf-8")
            below = self._included(inner)
            if below is None:
                return None
            found += [inner, *below]
        return found


class Conversions:
    """All conversions that were made, on disk and in memory."""

    def __init__(self, root: Path) -> None:
        self._folder = root / FOLDER
        self._known: dict[str, dict[str, Any]] = {}
        self.made = 0
        """How many pages were converted, and not found."""

    def apply(self, page: Page, around: Surroundings) -> list[str]:
        """Give ``page`` its text as `Page.render` does; what the conversion warned of."""
        key = around.key(page)
        if key is None:
            return self._converted(page, around)["said"]  # type: ignore[no-any-return]
        if key not in self._known:
            self._known[key] = self._stored(key) or self._converted(page, around)
            self._store(key)
        found = self._known[key]
        page.content = found["content"]
        page.toc = get_toc(found["toc"])
        page._title_from_render = found["title"]  # noqa: SLF001 - what `Page.render` sets
        page.present_anchor_ids = set(found["anchors"])
        page.links_to_anchors = {
            file: links
            for path, links in found["links"].items()
            if (file := around.files.get_file_from_path(path)) is not None
        }
        return list(found["said"])

    def forget_unused(self) -> None:
        """Remove from the disk what no page has asked for since the start."""
        for file in self._folder.glob("*.json"):
            if file.stem not in self._known:
                file.unlink(missing_ok=True)

    def _converted(self, page: Page, around: Surroundings) -> dict[str, Any]:
        self.made += 1
        with caught_warnings() as said:
            page.render(around.config, around.files)
        return {
            "content": page.content,
            "toc": [_token(item) for item in page.toc],
            "title": page._title_from_render,  # noqa: SLF001 - what `Page.render` sets
            "anchors": sorted(page.present_anchor_ids or ()),
            "links": {file.src_uri: links for file, links in (page.links_to_anchors or {}).items()},
            "said": said,
        }

    def _stored(self, key: str) -> dict[str, Any] | None:
        try:
            text = (self._folder / f"{key}.json").read_text(encoding="utf-8")
            found: dict[str, Any] = json.loads(text)
        except (OSError, ValueError):
            return None
        return found

    def _store(self, key: str) -> None:
        file = self._folder / f"{key}.json"
        if file.is_file():
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        half = file.with_suffix(".half")  # another server may read it meanwhile
        half.write_text(json.dumps(self._known[key]), encoding="utf-8")
        half.replace(file)


def _token(item: AnchorLink) -> dict[str, Any]:
    """An entry of the list of sections, as the extension that makes the list gives it."""
    return {
        "level": item.level,
        "id": item.id,
        "name": item.title,
        "children": [_token(child) for child in item.children],
    }
