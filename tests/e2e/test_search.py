"""The search box in a browser, with a network and without: tests/site/queries.toml, typed.

What it finds is checked for every row; how long it takes from the last letter is said, not required:
this machine may be doing other things.
"""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ROOT, SITE
from tests.e2e.test_offline import StoppableSite, copy, visit_a_lab, visitor

__all__ = ["copy", "visitor"]

DATA: dict[str, Any] = tomllib.loads((ROOT / "tests/site/queries.toml").read_text())
SETS: list[dict[str, Any]] = DATA["set"]

# Put a query into the box and press a key, as a hand would; the addresses below the site's root, in
# order, once they are those of this query, and how long that took.
ASK = """async ([query, base]) => {
  const box = document.querySelector(".md-search__input");
  const list = document.querySelector(".md-search-result__list");
  const settled = () => new Promise((done) => {
    const found = new MutationObserver(() => {
      clearTimeout(quiet);
      quiet = setTimeout(finish, 60);
      last = performance.now();
    });
    const finish = () => { found.disconnect(); done(); };
    let last = performance.now();
    let quiet = setTimeout(finish, 1500);
    found.observe(list.parentElement, { childList: true, subtree: true, characterData: true });
    settled.last = () => last;
  });
  box.value = "";
  box.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  await new Promise((done) => setTimeout(done, 60));
  const began = performance.now();
  const ready = settled();
  box.value = query;
  box.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  await ready;
  const links = [...list.querySelectorAll(".md-search-result__link")];
  const found = links.map((link) => link.href.split("?")[0].replace(base, ""));
  return { found, ms: settled.last() - began };
}"""


def written() -> set[str]:
    """The pages there are."""
    index = json.loads((SITE / "search/sections.json").read_text())
    return {section["location"].partition("#")[0] for section in index["sections"]}


def address(place: str) -> str:
    """``guide#`` is the page itself."""
    page, _, anchor = place.partition("#")
    return f"{page}/#{anchor}" if anchor else f"{page}/"


def ask_all(page: Page, base: str) -> tuple[int, list[str], list[float]]:
    """Ask every row whose page is written; how many, what was wrong, and the times."""
    pages = written()
    wrong, times = [], []
    page.locator(".md-search__input").focus()
    expect(page.locator(".md-search-result__meta")).not_to_have_text("Initializing search")
    for rows in SETS:
        for row in rows["rows"]:
            if f"{row['first'].partition('#')[0]}/" not in pages:
                continue
            answer = page.evaluate(ASK, [row["query"], base])
            times.append(answer["ms"])
            found = answer["found"][: row.get("within", 1)]
            if address(row["first"]) not in found:
                wrong.append(f"{row['query'][:50]}: {answer['found'][:3]}, not {row['first']}")
    return len(times), wrong, times


def report(asked: int, times: list[float], where: str) -> None:
    """Say how fast it was."""
    slow = sum(time > 100 for time in times)
    print(f"\n{where}: {asked} queries, slowest {max(times):.0f} ms, {slow} over 100 ms")


def test_every_query_finds_its_section_in_the_box(page: Page, site_url: str) -> None:
    page.goto("")
    with page.expect_response("**/search/sections.json"):
        page.locator(".md-search__input").focus()
    asked, wrong, times = ask_all(page, site_url)
    report(asked, times, "online")
    assert asked
    assert wrong == []


@pytest.mark.usefixtures("copy")
def test_the_same_without_a_network(visitor: Page, copy: StoppableSite) -> None:
    visit_a_lab(visitor)
    copy.stop()
    # What is kept already is loaded before anybody reaches for the box.
    with visitor.expect_request("**/search/sections.json"):
        visitor.goto("")
    asked, wrong, times = ask_all(visitor, copy.url)
    report(asked, times, "offline")
    assert asked
    assert wrong == []


def test_the_index_is_loaded_when_the_box_is_reached_for_and_not_before(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    # Its clock is ours, so that an idle page of any age can be had at once.
    page.clock.install()
    page.goto("")
    page.clock.run_for(60_000)
    assert not [url for url in asked if url.endswith("sections.json")]
    with page.expect_response("**/search/sections.json"):
        page.locator(".md-search__input").focus()


def test_a_result_leads_to_its_section(page: Page) -> None:
    page.goto("")
    page.locator(".md-search__input").focus()
    page.keyboard.type("with_index", delay=5)
    first = page.locator(".md-search-result__link").first
    expect(first).to_be_visible()
    expect(first.locator(".fb-hit__title")).not_to_be_empty()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_visible()
    assert "#" in page.url or page.url.endswith("/")
