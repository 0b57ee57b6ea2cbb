"""What a link to a page shows elsewhere: a description of its own, a picture, and the tags."""

import html
import io
import re
from pathlib import Path

import pytest
from PIL import Image

from sitegen.previews import (
    DESCRIPTION_MAX,
    SIZE,
    description_of,
    picture_path,
    previews_of,
    write_previews,
)

REPOSITORY = Path(__file__).resolve().parents[2]


def page(title: str, description: str) -> str:
    return (
        f'<html><head><meta name="description" content="{description}">'
        f'<meta property="og:title" content="{title}"></head><body></body></html>'
    )


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A site of two pages, beside the fonts."""
    for name, text in {
        "index.html": page("Home", "What &amp; why."),
        "guide/start/index.html": page(
            "A title that is much longer than one line of a picture", "→"
        ),
        "assets/lab/index.html": "<html></html>",
    }.items():
        file = tmp_path / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (tmp_path / "node_modules").symlink_to(REPOSITORY / "node_modules")
    return tmp_path


def test_a_page_without_a_description_is_described_by_its_first_paragraph() -> None:
    text = '<h1>T</h1><p class="fb-checked">Checked.</p><p>One <code>two</code> &amp;\nthree.</p>'
    assert description_of(text) == "One two & three."
    assert description_of("<h1>T</h1>") == ""
    assert description_of('<p><link rel="stylesheet" href="a.css"></p><p>One.</p>') == "One."


def test_a_long_paragraph_is_cut_after_a_sentence_or_after_a_word() -> None:
    sentence = "A sentence of about eighty letters, which is more than half of what may be shown."
    assert description_of(f"<p>{sentence} {'word ' * 40}</p>") == sentence
    cut = description_of(f"<p>Short. {'word ' * 60}</p>")
    assert cut.startswith("Short. word")
    assert cut.endswith("word …")
    assert len(cut) <= DESCRIPTION_MAX + 2


def test_a_picture_is_drawn_once_and_put_in_place_each_time(small: Path) -> None:
    site = small / "site"
    assert write_previews(site, small) == 2
    first = (site / picture_path("")).read_bytes()
    assert Image.open(io.BytesIO(first)).size == SIZE
    (site / picture_path("guide/start/")).unlink()
    assert write_previews(site, small) == 0
    assert (site / picture_path("guide/start/")).is_file()
    (site / "index.html").write_text(page("Another", "What &amp; why."))
    assert write_previews(site, small) == 1
    assert (site / picture_path("")).read_bytes() != first
    assert len(list((small / ".cache/previews").iterdir())) == 2


@pytest.mark.slow
def test_every_page_has_tags_and_a_description_of_its_own(built_site: Path) -> None:
    seen: dict[str, str] = {}
    for preview in previews_of(built_site):
        text = (built_site / preview.page / "index.html").read_text().partition("</head>")[0]
        tags = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', text))
        assert preview.title, preview.page
        assert len(preview.description) > 20, preview.page
        assert len(preview.description) < 200, preview.page
        assert seen.setdefault(preview.description, preview.page) == preview.page
        assert html.unescape(tags["og:description"]) == preview.description
        assert tags["og:url"].endswith(f"/{preview.page}")
        assert tags["og:image"].endswith(f"/{picture_path(preview.page)}")
        assert tags["twitter:card"] == "summary_large_image"
