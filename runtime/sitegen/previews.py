"""What a link to a page shows elsewhere: one sentence, and a picture drawn for the page.

```
 site/**/index.html ──▶ title, part of the site, description ──▶ .cache/previews/HASH.png
                                                            ──▶ site/assets/previews/guide/start.png
```

The page names its picture by an address that follows from its own (docs/overrides/main.html), so
the picture is drawn after the build. It is drawn once: the cache knows it by all that is on it.
"""

import hashlib
import html
import io
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from sitegen.pages import Gap, GapError

__all__ = [
    "FOLDER",
    "SIZE",
    "Preview",
    "description_of",
    "draw_preview",
    "picture_path",
    "preview_of",
    "previews_of",
    "write_previews",
]

SIZE = (1200, 630)
"""What the readers of Open Graph tags ask for; others cut it to their own form."""

FOLDER = "assets/previews"
DESCRIPTION_MAX = 155
"""Characters of a description that a list of search results shows."""

MARGIN = 84
PAPER, INK, MUTED, LINE, ACCENT = "#fcfbf8", "#1c2024", "#5a6066", "#d9d5ca", "#0d5a60"
WRITE, COMMIT = "#984a00", "#1d6b36"
COLOURS = 32
FONTS = "node_modules/@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-{weight}-normal.woff2"
TITLE_SIZES = (84, 72, 60, 50)
TITLE_LINES = 2
LATIN = re.compile(r"[\x20-\u017f\u2000-\u206f]*")
"""The characters that the font has: it is cut to Latin and its punctuation."""
VERSION = "1"
"""Raised when the drawing changes, so that no picture of the old one is used."""

PARTS = {
    "guide": "Guide",
    "reference": "Reference",
    "providers": "Sign-in provider",
    "exercises": "Exercise",
    "labs": "Lab",
    "engine": "Engine",
    "progress": "Your work",
    "teach": "For trainers",
    "contributing": "Contributing",
}

_FIRST = re.compile(r"<p(?: [^>]*)?>(.*?)</p>", re.DOTALL)
_SMALL = re.compile(
    r'<p class="fb-(?:meta|checked|source|file)[^>]*>.*?</p>|<p><link [^>]*></p>', re.DOTALL
)
_TITLE = re.compile(r'<meta property="og:title" content="([^"]*)"')
_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Preview:
    """What is on one picture."""

    page: str
    """The page's address below the site, such as ``guide/start/``."""
    title: str
    part: str
    description: str

    @property
    def key(self) -> str:
        """The same for pictures that look the same."""
        text = repr((VERSION, self.title, self.part, self.description))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def description_of(content: str) -> str:
    """One sentence for a page that was given none: how its first paragraph begins.

    ``content`` is the page's text as HTML. It is cut after a sentence, else after a word.
    """
    found = _FIRST.search(_SMALL.sub("", content))
    if found is None:
        return ""
    inner = re.sub(r"^<strong>\w+\.</strong> ", "", found[1])  # "Context."
    text = html.unescape(re.sub(r"<[^>]+>", "", inner))
    text = re.sub(r"\s+", " ", text).strip()
    if len(text) <= DESCRIPTION_MAX:
        return text
    cut = text[:DESCRIPTION_MAX]
    sentence = re.match(r".*[.!?](?= )", cut)
    if sentence and len(sentence[0]) >= DESCRIPTION_MAX // 2:
        return sentence[0]
    return cut.rsplit(" ", 1)[0].rstrip(",;:") + " …"


def picture_path(page: str) -> str:
    """Where the picture of a page is, below the site; ``page`` is its address."""
    return f"{FOLDER}/{page.rstrip('/') or 'home'}.png"


def previews_of(site: Path) -> list[Preview]:
    """The picture of each page of the built site, in order of address."""
    previews = []
    for file in sorted(site.rglob("index.html")):
        page = file.relative_to(site).as_posix().removesuffix("index.html")
        if page.startswith("assets/"):
            continue
        previews.append(preview_of(file.read_text(encoding="utf-8"), page))
    return previews


def preview_of(text: str, page: str) -> Preview:
    """The picture of the built page ``text`` at the address ``page``."""
    head = text.partition("</head>")[0]
    title, description = _TITLE.search(head), _DESCRIPTION.search(head)
    return Preview(
        page,
        html.unescape(title[1]) if title else "",
        PARTS.get(page.partition("/")[0], ""),
        html.unescape(description[1]) if description else "",
    )


def draw_preview(preview: Preview, root: Path) -> bytes:
    """One picture as PNG, drawn anew.

    Raises: GapError, when the fonts are not installed.
    """
    return _Pen(root).drawn(preview)


def write_previews(site: Path, root: Path) -> int:
    """Draw what the cache of ``root`` does not have, put all in place; how many were drawn.

    Raises: GapError, when the fonts are not installed.
    """
    cache = root / ".cache/previews"
    cache.mkdir(parents=True, exist_ok=True)
    wanted = previews_of(site)
    missing = [preview for preview in wanted if not (cache / f"{preview.key}.png").is_file()]
    if missing:
        pen = _Pen(root)
        for preview in missing:
            (cache / f"{preview.key}.png").write_bytes(pen.drawn(preview))
    for preview in wanted:
        target = site / picture_path(preview.page)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(cache / f"{preview.key}.png", target)
    for file in cache.glob("*.png"):
        if file.stem not in {preview.key for preview in wanted}:
            file.unlink()
    return len(missing)


class _Pen:
    """Draws pictures with the site's own typeface."""

    def __init__(self, root: Path) -> None:
        for weight in (400, 600):
            if not (root / FONTS.format(weight=weight)).is_file():
                where = FONTS.format(weight=weight)
                raise GapError([Gap(where, "the fonts are installed", "not found; `make setup`")])
        self._root = root
        self._fonts: dict[tuple[int, int], ImageFont.FreeTypeFont] = {}

    def drawn(self, preview: Preview) -> bytes:
        """One picture as PNG."""
        image = Image.new("RGB", SIZE, PAPER)
        draw = ImageDraw.Draw(image)
        width, height = SIZE
        self._mark(draw, MARGIN, MARGIN - 8)
        draw.text((MARGIN + 62, MARGIN - 6), "Convex Fieldbook", INK, self._font(30, 600))
        if preview.part and preview.part != preview.title:
            draw.text((width - MARGIN, MARGIN - 6), preview.part, MUTED, self._font(30), "ra")
        draw.line((MARGIN, 150, width - MARGIN, 150), LINE, 2)
        size = self._title_size(preview.title)
        y = 196
        for line in self._lines(preview.title, self._font(size, 600)):
            draw.text((MARGIN, y), line, INK, self._font(size, 600))
            y += round(size * 1.14)
        y += 26
        if LATIN.fullmatch(preview.description):
            for line in self._lines(preview.description, self._font(33))[
                : (height - 120 - y) // 46
            ]:
                draw.text((MARGIN, y), line, MUTED, self._font(33))
                y += 46
        self._lane(draw, height - MARGIN)
        out = io.BytesIO()
        image.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=True)
        return out.getvalue()

    def _font(self, size: int, weight: int = 400) -> ImageFont.FreeTypeFont:
        key = (size, weight)
        if key not in self._fonts:
            path = self._root / FONTS.format(weight=weight)
            self._fonts[key] = ImageFont.truetype(path, size)
        return self._fonts[key]

    def _title_size(self, title: str) -> int:
        """The largest in which the title takes two lines; the smallest may take more."""
        for size in TITLE_SIZES:
            if len(self._lines(title, self._font(size, 600))) <= TITLE_LINES:
                break
        return size

    def _lines(self, text: str, font: ImageFont.FreeTypeFont) -> list[str]:
        """The text in lines that fit between the margins."""
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and font.getlength(longer) <= SIZE[0] - 2 * MARGIN:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _mark(self, draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
        """The mark of the site: a dot between brackets (docs/assets/favicon.svg), 48 wide."""
        draw.line([(x + 15, y + 4), (x + 4, y + 4), (x + 4, y + 42), (x + 15, y + 42)], ACCENT, 5)
        draw.line([(x + 31, y + 4), (x + 42, y + 4), (x + 42, y + 42), (x + 31, y + 42)], ACCENT, 5)
        draw.ellipse((x + 15, y + 15, x + 31, y + 31), ACCENT)

    def _lane(self, draw: ImageDraw.ImageDraw, y: int) -> None:
        """One call, as the labs draw it: begin, read, write, commit."""
        begin, read, write, commit, end = MARGIN + 12, 340, 620, 900, SIZE[0] - MARGIN
        draw.line((begin, y, end, y), LINE, 3)
        draw.ellipse((begin - 12, y - 12, begin + 12, y + 12), PAPER, ACCENT, 4)
        draw.rectangle((read - 20, y - 14, read + 20, y + 14), PAPER)
        for side in (-1, 1):
            x = read + 18 * side
            draw.line(
                [(x - 8 * side, y - 14), (x, y - 14), (x, y + 14), (x - 8 * side, y + 14)],
                ACCENT,
                4,
            )
        draw.rectangle((write - 12, y - 12, write + 12, y + 12), WRITE)
        draw.ellipse((commit - 13, y - 13, commit + 13, y + 13), COMMIT)
