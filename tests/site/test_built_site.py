"""The site as it would be published, read page by page."""

import re
from pathlib import Path

import pytest

from tests.site.link_checker import PageFacts, broken_links, outside_addresses, read_pages

pytestmark = pytest.mark.slow

BROWSER_PART = frozenset({"assets/lab/lab.js", "assets/lab/lab.css"})
"""Made by the browser build, which this build leaves out."""


@pytest.fixture(scope="module")
def pages(built_site: Path) -> dict[str, PageFacts]:
    return read_pages(built_site)


def html_of(site: Path, page: str) -> str:
    return (site / page / "index.html").read_text()


def test_every_internal_link_and_anchor_resolves(
    built_site: Path, pages: dict[str, PageFacts]
) -> None:
    # The 404 page is served for any address, so its links start at the site's own root.
    relative = {page: facts for page, facts in pages.items() if page != "404.html"}
    assert list(broken_links(built_site, relative, made_elsewhere=BROWSER_PART)) == []


def test_nothing_is_loaded_from_another_host(built_site: Path, pages: dict[str, PageFacts]) -> None:
    assert list(outside_addresses(pages)) == []
    for sheet in (built_site / "assets/css").glob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(https?:)?//", sheet.read_text()), sheet.name


def test_no_page_has_an_id_twice(pages: dict[str, PageFacts]) -> None:
    for page, facts in pages.items():
        assert len(facts.ids) == len(set(facts.ids)), page


def test_the_ids_that_hints_link_to_are_on_the_guide_page(pages: dict[str, PageFacts]) -> None:
    assert {"read-set", "conflict", "retry"} <= set(pages["guide/one-mutation/"].ids)


@pytest.mark.parametrize(
    "page", ["", "guide", "guide/one-mutation", "labs", "exercises", "exercises/one-winner"]
)
def test_every_page_says_that_the_project_is_independent(built_site: Path, page: str) -> None:
    assert "Convex Fieldbook is an independent project." in html_of(built_site, page)


def test_the_search_dialog_has_a_name_and_the_progress_bar_claims_no_role(built_site: Path) -> None:
    html = html_of(built_site, "guide/one-mutation")
    assert re.search(r'role="dialog" aria-label="[^"]+"', html)
    assert "progressbar" not in html


def test_every_list_of_the_navigation_has_a_name(built_site: Path) -> None:
    html = html_of(built_site, "guide/one-mutation")
    lists = re.findall(r'<nav class="md-nav"[^>]*>', html)
    assert lists
    assert all('aria-label="' in tag for tag in lists)


def test_the_guide_page_leads_on_to_the_lab_and_the_exercise(
    pages: dict[str, PageFacts],
) -> None:
    links = pages["guide/one-mutation/"].links
    assert "../../labs/two-lanes/" in links
    assert "../../exercises/one-winner/" in links


def test_figures_are_drawn_in_the_page_and_named(built_site: Path) -> None:
    figures = re.findall(r"<svg viewBox[^>]*>", html_of(built_site, "guide/one-mutation"))
    assert len(figures) == 3
    assert all('role="img"' in figure and 'aria-label="' in figure for figure in figures)


def test_the_address_that_does_not_exist_gets_a_page_that_helps(built_site: Path) -> None:
    html = (built_site / "404.html").read_text()
    assert "This page does not exist" in html
    for folder in ("guide/", "labs/", "exercises/"):
        assert f'href="/{folder}"' in html
