"""One Firefox for all tests, and the site as it is watched in Chromium's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.test_attacks import CONTENT, with_checks
from tests.e2e.test_attacks_on_the_page import UNFENCED
from tests.e2e.watched_site import WatchedSite, watched_site
from tests.firefox.bidi import Firefox, Tab, firefox
from tests.tools.firefox import on_this_machine


@pytest.fixture(scope="session")
def browser() -> Iterator[Firefox]:
    """The browser."""
    path = on_this_machine()
    assert path, "no Firefox here: python -m tests.firefox says so and passes"
    with firefox(path) as opened:
        yield opened


@pytest.fixture(scope="session")
def site() -> Iterator[WatchedSite]:
    """The site; the exercise "write-skew" is as it is published, "one-winner" runs what it is given."""
    with watched_site() as opened:
        opened.overlay[CONTENT] = with_checks(UNFENCED)
        yield opened


@pytest.fixture
def tab(browser: Firefox) -> Iterator[Tab]:
    """A tab with storage of its own."""
    opened = browser.new_tab()
    yield opened
    opened.close()
