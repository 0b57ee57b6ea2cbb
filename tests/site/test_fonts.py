"""The typefaces: few bytes, all of them named, the licences beside them."""

import re
from pathlib import Path

from sitegen.fonts import font_pages

REPOSITORY = Path(__file__).resolve().parents[2]
BYTES_MAX = 110_000


def test_the_font_files_are_few_bytes_and_each_is_used() -> None:
    fonts = {Path(page.path).name: page for page in font_pages(REPOSITORY)}
    files = {name for name in fonts if name.endswith(".woff2")}
    sheet = (REPOSITORY / "docs/assets/css/fonts.css").read_text()
    assert files == set(re.findall(r"/fonts/([\w.-]+\.woff2)", sheet))
    assert sum(len(fonts[name].data) for name in files) <= BYTES_MAX
    assert sheet.count("font-display: swap") == sheet.count("@font-face")


def test_each_family_brings_its_licence() -> None:
    licences = [page for page in font_pages(REPOSITORY) if page.path.endswith(".txt")]
    assert {Path(page.path).name for page in licences} == {
        "LICENSE-ibm-plex-mono.txt",
        "LICENSE-ibm-plex-sans.txt",
    }
    assert all("SIL Open Font License, Version 1.1" in page.text for page in licences)
