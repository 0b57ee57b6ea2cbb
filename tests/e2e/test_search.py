"""The search box in a browser: tests/site/queries.toml, typed; without a network in test_offline.py.

What it finds is checked for every row, once its worker has answered; how long that takes is said, not
required: this machine may be doing other things.
"""

from __future__ import annotations

import json
import tomllib
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.conftest import ROOT, SITE

__all__ = ["TELL_OF_ANSWERS", "ask_all", "report"]

DATA: dict[str, Any] = tomllib.loads((ROOT / "tests/site/queries.toml").read_text())
SETS: list[dict[str, Any]] = DATA["set"]

# Tell of every answer of the search worker, which is of message type 3.
TELL_OF_ANSWERS = """(() => {
  const Native = Worker;
  globalThis.Worker = class extends Native {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        if (data?.type === 3) dispatchEvent(new Event("answered"));
      });
    }
  };
})()"""
# Put each query into the box and press a key, as a hand would; of each, the addresses below the site's
# root, in order, as the box lists them once its worker has answered, and how long that took.
ASK = """async ([queries, base]) => {
  const box = document.querySelector(".md-search__input");
  const list = document.querySelector(".md-search-result__list");
  const ask = async (query) => {
    const began = performance.now();
    const answered = new Promise((yes, no) => {
      addEventListener("answered", yes, { once: true });
      setTimeout(() => no(new Error(`no answer to: ${query}`)), 30_000);
    });
    box.value = query;
    box.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
    await answered;
    await new Promise((drawn) => setTimeout(drawn, 0));
    const links = [...list.querySelectorAll(".md-search-result__link")];
    const found = links.map((link) => link.href.split("?")[0].replace(base, ""));
    return { query, found, ms: performance.now() - began };
  };
  const answers = [];
  for (const query of queries) answers.push(await ask(query));
  return answers;
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
    rows = {
        row["query"]: row
        for rows in SETS
        for row in rows["rows"]
        if f"{row['first'].partition('#')[0]}/" in pages
    }
    page.locator(".md-search__input").focus()
    expect(page.locator(".md-search-result__meta")).not_to_have_text("Initializing search")
    answers = page.evaluate(ASK, [list(rows), base])
    wrong = [
        f"{query[:50]}: {found[:3]}, not {rows[query]['first']}"
        for query, found in ((answer["query"], answer["found"]) for answer in answers)
        if address(rows[query]["first"]) not in found[: rows[query].get("within", 1)]
    ]
    return len(answers), wrong, [answer["ms"] for answer in answers]


def report(asked: int, times: list[float], where: str) -> None:
    """Say how fast it was."""
    slow = sum(time > 100 for time in times)
    print(f"\n{where}: {asked} queries, slowest {max(times):.0f} ms, {slow} over 100 ms")


def test_every_query_finds_its_section_in_the_box(cold_page: Page, site_url: str) -> None:
    cold_page.add_init_script(TELL_OF_ANSWERS)
    cold_page.goto("")
    with cold_page.expect_response("**/search/sections.json"):
        cold_page.locator(".md-search__input").focus()
    asked, wrong, times = ask_all(cold_page, site_url)
    report(asked, times, "online")
    assert asked
    assert wrong == []


def test_the_index_is_loaded_when_the_box_is_reached_for_and_not_before(cold_page: Page) -> None:
    asked: list[str] = []
    cold_page.on("request", lambda request: asked.append(request.url))
    # Its clock is ours, so that an idle page of any age can be had at once.
    cold_page.clock.install()
    cold_page.goto("")
    cold_page.clock.run_for(60_000)
    assert not [url for url in asked if url.endswith("sections.json")]
    with cold_page.expect_response("**/search/sections.json"):
        cold_page.locator(".md-search__input").focus()


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
