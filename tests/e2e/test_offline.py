"""After one visit to a lab the whole site works without a network, and changes only when told to.

The server is stopped, not only the browser's network: nothing can answer but the service worker.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sitegen.offline import precached, service_worker
from tests.e2e.conftest import SITE, SUB_PATH, SubPathHandler
from tests.e2e.element import PATIENCE_MS, QUICK, Element, open_exercise, open_lab, source_of
from tests.e2e.test_search import TELL_OF_ANSWERS, ask_all, report

CACHED = """async () => {
  const count = async (name) => [name, (await (await caches.open(name)).keys()).length];
  return Object.fromEntries(await Promise.all((await caches.keys()).map(count)));
}"""

# Ask for a new version; where its worker ended, once it is installed or given up.
UPDATE = """async () => {
  const registration = await navigator.serviceWorker.ready;
  return new Promise((ended) => {
    registration.addEventListener("updatefound", () => {
      const { installing } = registration;
      installing.addEventListener("statechange", () => ended(installing.state));
    });
    registration.update();
  });
}"""


class StoppableSite:
    """A copy of the built site, below a sub-path, that can be changed and taken away."""

    def __init__(self, folder: Path) -> None:
        """Serve ``folder``."""
        self.folder = folder
        handler = partial(CopyHandler, directory=str(folder))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}{SUB_PATH}"
        self._is_up = True

    def stop(self) -> None:
        """Take it off the network."""
        if self._is_up:
            self._is_up = False
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()

    def release(self, old: str, new: str) -> None:
        """Publish a version whose home page says ``new`` where it said ``old``."""
        home = self.folder / "index.html"
        text = home.read_text(encoding="utf-8")
        assert old in text
        home.write_text(text.replace(old, new), encoding="utf-8")
        code = (self.folder / "assets/lab/service-worker.js").read_text(encoding="utf-8")
        script = service_worker(code, precached(self.folder))
        (self.folder / "service-worker.js").write_text(script, encoding="utf-8")


class CopyHandler(SubPathHandler):
    """Serves the copy: pages may not be kept longer than asked for."""

    def end_headers(self) -> None:
        """Let every file be asked for again."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[StoppableSite]:
    """The built site on a server of its own."""
    shutil.copytree(SITE, tmp_path / "site")
    site = StoppableSite(tmp_path / "site")
    yield site
    site.stop()


@pytest.fixture
def visitor(browser: Browser, copy: StoppableSite) -> Iterator[Page]:
    """A page in a fresh profile."""
    context = browser.new_context(base_url=copy.url)
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@dataclass(frozen=True, slots=True)
class Offline:
    """A browser after one visit to a lab, and nothing there any more that could answer it."""

    url: str
    context: BrowserContext
    left_open: Page
    """The page of the lab, where one move has been made."""

    def open(self, path: str) -> Page:
        """A page of the site; it has to be there."""
        page = self.context.new_page()
        answer = page.goto(path)
        assert answer
        assert answer.status == 200
        return page


@pytest.fixture(scope="module")
def offline(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offline]:
    """One for all tests that only read."""
    folder = tmp_path_factory.mktemp("offline") / "site"
    shutil.copytree(SITE, folder)
    site = StoppableSite(folder)
    context = browser.new_context(base_url=site.url)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    try:
        lab = visit_a_lab(page)
        lab.press("Move a")
        moved = lab.root.get_by_text("Move 1 of 1, lane a").first
        expect(moved).to_be_attached(timeout=PATIENCE_MS)
        wait_for_the_runtime(page)
    finally:
        site.stop()
    yield Offline(site.url, context, page)
    context.close()


def visit_a_lab(page: Page) -> Element:
    """One visit, until the service worker has all of the site."""
    lab = open_lab(page, "two-lanes")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    return lab


def wait_for_the_runtime(page: Page) -> None:
    """Wait until all five files of the runtime are kept."""
    page.wait_for_function(
        """async () => {
          const name = (await caches.keys()).find((name) => name.endsWith(":runtime"));
          const kept = name ? await (await caches.open(name)).keys() : [];
          return kept.filter(({ url }) => !url.includes("/memory-")).length === 5;
        }"""
    )


def test_after_one_visit_to_a_lab_everything_works_without_a_network(offline: Offline) -> None:
    page = offline.open("")
    expect(page.locator("h1")).to_contain_text("Convex", ignore_case=True)
    page = offline.open("guide/one-mutation/")
    expect(page.locator("h1")).to_contain_text("mutation", ignore_case=True)

    exercise = open_exercise(page, QUICK)
    exercise.write(source_of(QUICK, "solution.py"))
    exercise.press("Check")
    exercise.wait_for("passed")
    exercise.write("import html\n\nprint(html.escape('<'), 'is here')\n")
    exercise.press("Run")
    output = exercise.root.locator(".fb-output")
    expect(output).to_contain_text("&lt; is here", timeout=PATIENCE_MS)

    lab = open_lab(page, "two-lanes")
    lab.press("Move b")
    expect(lab.root.get_by_text("Move 1 of 1, lane b").first).to_be_attached(timeout=PATIENCE_MS)
    page.close()


def test_a_lab_that_was_not_visited_and_the_playground_run_without_a_network(
    offline: Offline,
) -> None:
    page = offline.open("labs/kill-switch/")
    lab = Element(page, "minivex-visual")
    lab.root.scroll_into_view_if_needed()
    lab.root.get_by_role("radio", name="30").check()
    lab.press("Predict")
    lab.wait_for("passed")
    expect(lab.root).to_contain_text("You predicted: 30. So it was.")
    page.goto("playground/")
    playground = Element(page, "minivex-playground")
    playground.press("Push")
    expect(playground.root).to_contain_text("The documents stayed.", timeout=PATIENCE_MS)
    page.close()


def test_search_and_unknown_pages_without_a_network(offline: Offline) -> None:
    page = offline.open("")
    page.locator(".md-search__input").focus()
    page.keyboard.type("mutation", delay=20)
    expect(page.locator(".md-search-result__item").first).to_be_visible()

    answer = page.goto("no/such/page/")
    assert answer
    assert answer.status == 404
    expect(page.locator("h1")).to_contain_text("does not exist")
    answer = page.goto("exercises/one-winner")  # without its slash
    assert answer
    assert answer.status == 200
    assert page.url.endswith("exercises/one-winner/")
    page.close()


def test_every_query_finds_its_section_without_a_network(offline: Offline) -> None:
    page = offline.context.new_page()
    page.add_init_script(TELL_OF_ANSWERS)
    # What is kept already is loaded before anybody reaches for the box.
    with page.expect_request("**/search/sections.json"):
        page.goto("")
    asked, wrong, times = ask_all(page, offline.url)
    report(asked, times, "offline")
    assert asked
    assert wrong == []
    page.close()


def test_a_page_that_is_left_open_goes_on_without_a_network(offline: Offline) -> None:
    page = offline.left_open
    lab = Element(page, "minivex-lab")
    lab.press("Move b")
    expect(lab.root.get_by_text("Move 2 of 2, lane b").first).to_be_attached(timeout=PATIENCE_MS)
    page.get_by_role("link", name="What happens to one mutation").first.click()
    expect(page.locator("h1")).to_contain_text("mutation", ignore_case=True)


def test_a_new_version_is_offered_and_taken_as_a_whole(visitor: Page, copy: StoppableSite) -> None:
    visit_a_lab(visitor)
    visitor.goto("")
    title = visitor.locator("h1").inner_text().split("\n")[0].rstrip("#").strip()
    copy.release(title, "A later title")

    visitor.goto("")
    expect(visitor.locator("h1")).to_contain_text(title)  # still the version it has
    bar = visitor.locator(".fb-update")
    expect(bar).to_have_text("New version: reload")
    visitor.reload()
    expect(visitor.locator("h1")).to_contain_text(title)
    bar.get_by_role("button", name="reload").click()
    expect(visitor.locator("h1")).to_contain_text("A later title")
    expect(bar).to_have_count(0)
    site_caches = [name for name in visitor.evaluate(CACHED) if ":site:" in name]
    assert len(site_caches) == 1

    copy.stop()
    visitor.goto("")
    expect(visitor.locator("h1")).to_contain_text("A later title")


def of_the_site(visitor: Page) -> dict[str, int]:
    """How many files each version of the site keeps; the runtime's cache grows when Python has time."""
    caches: dict[str, int] = visitor.evaluate(CACHED)
    return {name: files for name, files in caches.items() if ":site:" in name}


def test_a_version_that_cannot_be_had_as_a_whole_is_not_taken(
    visitor: Page, copy: StoppableSite
) -> None:
    visit_a_lab(visitor)
    before = of_the_site(visitor)
    copy.release("</body>", "<!-- later --></body>")
    (copy.folder / "404.html").write_text("half of a version", encoding="utf-8")
    assert visitor.evaluate(UPDATE) == "redundant"
    assert of_the_site(visitor) == before


def test_there_is_a_way_out_of_a_stale_cache(visitor: Page, copy: StoppableSite) -> None:
    visit_a_lab(visitor)
    visitor.goto("")
    assert visitor.evaluate("Boolean(navigator.serviceWorker.controller)")
    title = visitor.locator("h1").inner_text().split("\n")[0].rstrip("#").strip()
    copy.release(title, "A later title")
    visitor.goto("?fresh")
    expect(visitor.locator("h1")).to_contain_text("A later title")
    visitor.goto("guide/one-mutation/")
    assert not visitor.evaluate("Boolean(navigator.serviceWorker.controller)")


def test_a_site_that_has_no_worker_any_more_gets_rid_of_the_old_one(
    visitor: Page, copy: StoppableSite
) -> None:
    visit_a_lab(visitor)
    (copy.folder / "service-worker.js").unlink()
    home = copy.folder / "index.html"
    text = home.read_text(encoding="utf-8").replace('name="fieldbook:offline"', 'name="none"')
    home.write_text(text.replace("<h1", '<p id="other">Another site</p><h1'), encoding="utf-8")
    visitor.goto("")
    expect(visitor.locator("#other")).to_be_attached()
    assert (
        visitor.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)")
        == 0
    )
