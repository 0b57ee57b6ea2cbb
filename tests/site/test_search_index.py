"""The index that the search box reads: its sections, and that the box asks our worker for them."""

import json
from pathlib import Path

import pytest

from sitegen.search_index import INDEX, sections_of, without_aliases

PAGE = """\
<nav>Not this</nav><article class="md-content__inner md-typeset">
<h1 id="t">Database<a class="headerlink" href="#t">#</a></h1>
<p>All about <code>ctx.db</code>.</p>
<h2 id="indexes">Indexes<a class="headerlink" href="#indexes">#</a></h2>
<!-- search: withIndex, compound index,
     Id<"_storage"> -->
<p>A sorted list.</p><p>Of documents.</p><svg><text>not this</text></svg>
<table><tr><td>one</td><td>two</td></tr></table>
</article><footer>Nor this</footer>
"""


def test_each_heading_is_a_section_with_its_text_and_aliases() -> None:
    page, indexes = (section.to_json() for section in sections_of(PAGE, "reference/database/"))
    assert page["location"] == "reference/database/"
    assert page["text"] == "All about ctx.db."
    assert indexes["location"] == "reference/database/#indexes"
    assert (indexes["title"], indexes["page"]) == ("Indexes", "Database")
    assert indexes["aliases"] == ["withIndex", "compound index", 'Id<"_storage">']
    assert indexes["text"] == "A sorted list. Of documents. one two"


def test_aliases_leave_the_page() -> None:
    assert "withIndex" not in without_aliases(PAGE)
    assert "A sorted list." in without_aliases(PAGE)


@pytest.mark.slow
def test_the_box_asks_our_worker(built_site: Path) -> None:
    home = (built_site / "index.html").read_text()
    assert '"search": "assets/lab/search.js"' in home
    assert "workers/search." not in home


@pytest.mark.slow
def test_the_index_has_every_page_and_no_comment_is_left(built_site: Path) -> None:
    docs = json.loads((built_site / INDEX).read_text())
    pages = {section["location"].partition("#")[0] for section in docs["sections"]}
    for page in (
        "",
        "guide/one-mutation/",
        "reference/",
        "reference/limits/",
        "exercises/one-winner/",
    ):
        assert page in pages
    assert all(error["parts"] and error["locations"] for error in docs["errors"])
    assert not any("<!-- search:" in file.read_text() for file in built_site.rglob("*.html"))
