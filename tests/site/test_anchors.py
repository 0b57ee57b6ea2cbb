"""Each page of the reference has the sections that other pages, errors and searches lead to."""

import re
import tomllib
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_DATA = tomllib.loads((ROOT / "tests/site/anchors.toml").read_text())
FRAME = frozenset(_DATA.pop("frame"))
PAGES: dict[str, list[str]] = _DATA
WRITTEN = [page for page in PAGES if (ROOT / f"docs/{page}.md").is_file()]
WORDS_MAX = 40

_FENCE = re.compile(r"^(`{3,}).*?^\1`*\s*$", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"^## .*?\{:? *#([\w-]+)[^}]*\}", re.MULTILINE)


def text_of(page: str) -> str:
    """The page without its code."""
    return _FENCE.sub("", (ROOT / f"docs/{page}.md").read_text(encoding="utf-8"))


def sentences(text: str) -> Iterator[str]:
    """The sentences of running text: no front matter, headings, tables or markup."""
    body = re.sub(r"\A---.*?^---$", "", text, flags=re.MULTILINE | re.DOTALL)
    body = re.sub(r"<!--.*?-->|<[^>]+>|\{=.*?=\}|\]\([^)]*\)", " ", body, flags=re.DOTALL)
    for block in re.split(r"\n\s*\n|\n(?=[-*\d])", body):
        if not block.lstrip().startswith(("#", "|")):
            yield from re.split(r"(?<=[.?!:;])\s+", " ".join(block.split()))


@pytest.mark.parametrize("page", WRITTEN)
def test_a_page_has_its_sections_and_no_others(page: str) -> None:
    found = _SECTION.findall(text_of(page))
    assert [anchor for anchor in PAGES[page] if anchor not in found] == []
    assert [anchor for anchor in found if anchor not in {*PAGES[page], *FRAME}] == []


@pytest.mark.parametrize("page", WRITTEN)
def test_a_page_has_its_frame(page: str) -> None:
    text = (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
    assert "{= checked(" in text, "the line with the version is missing"
    assert "{= cell(" in text or page.startswith("providers/"), "nothing can be run on this page"
    assert {"example", "questions", "next"} <= set(_SECTION.findall(text_of(page)))


@pytest.mark.parametrize("page", WRITTEN)
def test_sentences_are_short(page: str) -> None:
    long = [one for one in sentences(text_of(page)) if len(one.split()) > WORDS_MAX]
    if long:
        warnings.warn(
            f"{page}: {len(long)} sentences of more than {WORDS_MAX} words: "
            + "; ".join(f"{one[:60]} …" for one in long),
            SentenceWarning,
            stacklevel=1,
        )


class SentenceWarning(UserWarning):
    """A sentence that a reader has to read twice; said, and no failure."""


pytestmark = pytest.mark.filterwarnings("always::tests.site.test_anchors.SentenceWarning")
