"""The built site behind a plain web server, and one browser to read it with.

The site is served below a sub-path, as on a project page of a public host, by a server that
compresses nothing and sets no headers of its own. What a page asks of other hosts or writes to the
console as an error fails the test.

Starting Python is most of what these tests cost, so one has no more than it needs:

    page           a first look at the site by somebody whose browser has its files and Python's memory
    lasting_page   the same, for all tests of a file that leave it usable
    cold_page      the first visit of a new profile, where that is what is tested
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.tools.browser import find

ROOT = Path(__file__).resolve().parents[2]
SITE = Path(os.environ.get("BUILT_SITE", ROOT / "site"))
SUB_PATH = "/some/where/fieldbook/"
# An interpreter starts in about a second; two cores shared with other work may need many more.
PATIENCE_MS = 60_000
# What needs no interpreter still shares the cores.
expect.set_options(timeout=20_000)


class SubPathHandler(SimpleHTTPRequestHandler):
    """Serves a folder below SUB_PATH and nothing anywhere else."""

    def translate_path(self, path: str) -> str:
        """Cut the sub-path off; what lies outside of it does not exist."""
        if not path.startswith(SUB_PATH):
            return str(SITE / "no such file")
        return super().translate_path("/" + path.removeprefix(SUB_PATH))

    def log_message(self, *args: object) -> None:
        """Keep the test's output for the tests."""


@pytest.fixture(scope="session")
def site_url() -> Iterator[str]:
    """The address of the home page."""
    if not (SITE / "index.html").is_file():
        pytest.exit("There is no built site. Run `make build` first.", returncode=1)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SubPathHandler, directory=str(SITE)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver process."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    options = ["--no-sandbox"] if is_root else []  # Chromium's own sandbox refuses to run as root
    launched = playwright.chromium.launch(executable_path=find(), args=options)
    yield launched
    launched.close()


@contextmanager
def quiet_page(browser: Browser, site_url: str, **options: object) -> Iterator[Page]:
    """A page in a profile of its own that must stay on this site and out of the console.

    Nothing is kept for offline use unless asked for: each profile would fetch the whole site.
    """
    options = {"service_workers": "block", **options}
    context = browser.new_context(base_url=site_url, **options)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    try:
        with watched(context, site_url) as page:
            yield page
    finally:
        context.close()


@contextmanager
def watched(context: BrowserContext, site_url: str) -> Iterator[Page]:
    """A new page of ``context`` that must stay on this site and out of the console."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
    page.on(
        "console",
        lambda message: (
            complaints.append(f"console: {message.text}") if message.type == "error" else None
        ),
    )
    own = ("blob:", "data:", "about:", site_url.removesuffix(SUB_PATH))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(own)
            else complaints.append(f"request to another host: {request.url}")
        ),
    )
    yield page
    assert complaints == []


@pytest.fixture(scope="session")
def warm_context(browser: Browser, site_url: str) -> Iterator[BrowserContext]:
    """One profile, which keeps what it has fetched and made."""
    context = browser.new_context(base_url=site_url, service_workers="block")
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@contextmanager
def first_look(context: BrowserContext, site_url: str) -> Iterator[Page]:
    """A page of ``context`` after which nothing is left of a learner: neither pages nor work."""
    with watched(context, site_url) as page:
        yield page
        sweeper = context.new_page()
        for other in context.pages:
            if other != sweeper:
                other.close()
        origin = site_url.removesuffix(SUB_PATH)
        stores = {"origin": origin, "storageTypes": "cookies,local_storage,indexeddb"}
        context.new_cdp_session(sweeper).send("Storage.clearDataForOrigin", stores)
        sweeper.close()


@pytest.fixture
def page(warm_context: BrowserContext, site_url: str) -> Iterator[Page]:
    """A page of somebody who has done nothing here yet, but whose browser knows the site."""
    with first_look(warm_context, site_url) as opened:
        yield opened


@pytest.fixture(scope="module")
def lasting_page(warm_context: BrowserContext, site_url: str) -> Iterator[Page]:
    """One page for the tests of a file that leave it usable, because that is what they test."""
    with first_look(warm_context, site_url) as opened:
        yield opened


@pytest.fixture
def cold_page(browser: Browser, site_url: str) -> Iterator[Page]:
    """A page with an empty cache."""
    with quiet_page(browser, site_url) as opened:
        yield opened
