"""What learner code tries against page, reader and network fails, layer by layer (see attacks.py)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.e2e.attack_programs import imports, javascript, printed, python
from tests.e2e.attacks import FRAME, LEARNER, PAST_FENCE, WORKER, Attack
from tests.e2e.conftest import SITE
from tests.e2e.element import PATIENCE_MS, Element, open_exercise
from tests.e2e.watched_site import WatchedSite, watched_site

CONTENT = "assets/lab/content/one-winner.json"
KEEP_SECRETS = """() => {
  document.cookie = "name=kept";
  localStorage.setItem("kept", "kept");
}"""
LOCKED = """() => new Promise((locked) => {
  const look = () => (typeof fetch === "undefined" ? locked() : setTimeout(look, 20));
  look();
})"""


@dataclass(frozen=True, slots=True)
class Scene:
    """An exercise on screen whose checks were swapped for attacks, and everything that was heard of it."""

    site: WatchedSite
    page: Page
    exercise: Element

    @property
    def frame(self) -> Frame:
        """The frame in which Python's workers are."""
        (frame,) = [one for one in self.page.frames if one.parent_frame]
        return frame


@pytest.fixture(scope="module")
def site() -> Iterator[WatchedSite]:
    """The site; the checks of its exercise try everything that Python can."""
    with watched_site() as opened:
        program = python(PAST_FENCE, {**opened.places, "PORT": opened.port})
        opened.overlay[CONTENT] = with_checks(program)
        yield opened


def with_checks(program: str) -> bytes:
    """The exercise's content with ``program`` in place of its checks: code that no fence holds."""
    content = json.loads((SITE / CONTENT).read_text(encoding="utf-8"))
    content["files"]["checks.py"] = program
    return json.dumps(content).encode()


@pytest.fixture(scope="module")
def scene(browser: Browser, site: WatchedSite) -> Iterator[Scene]:
    """One page for all attacks, with things to steal."""
    context = browser.new_context(base_url=site.url, service_workers="block")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    exercise = open_exercise(page, "one-winner")
    expect(exercise.root).to_contain_text("Python is ready", timeout=PATIENCE_MS)
    page.evaluate(KEEP_SECRETS)
    downloads: list[str] = []
    page.on("download", lambda download: downloads.append(download.url))
    yield Scene(site, page, exercise)
    assert downloads == []
    assert page.url.startswith(site.url), "the page was led elsewhere"
    assert len(context.pages) == 1, "a window was opened"
    context.close()
    assert site.reached == []


def outcomes(exercise: Element, button: str, source: str) -> dict[str, str]:
    """What the lines ``name | outcome`` say that a program printed."""
    exercise.write(source)
    exercise.press(button)
    exercise.wait_for("idle", "error", "failed", "passed")
    expect(exercise.button("Stop")).to_have_attribute("aria-disabled", "true")
    return printed(exercise.root.locator(".fb-output pre").inner_text())


def refused(attacks: Iterable[Attack]) -> dict[str, str]:
    """What is wanted: each of them refused."""
    return dict.fromkeys((attack.name for attack in attacks), "refused")


def test_a_file_imports_nothing_that_leads_out(scene: Scene) -> None:
    page = scene.page.context.new_page()
    exercise = open_exercise(page, "write-skew")
    assert outcomes(exercise, "Run", imports(LEARNER)) == refused(LEARNER)
    page.close()


def test_the_servers_would_tell(scene: Scene) -> None:
    assert scene.page.evaluate(
        f"fetch({scene.site.places['OWN']!r}).then((answer) => answer.text())"
    )
    assert [request.split("/")[-1] for request in scene.site.reached] == ["canary"]
    scene.site.reached.clear()


def test_the_workers_of_python_reach_nothing(scene: Scene) -> None:
    pythons = [worker for worker in scene.page.workers if worker.url.startswith("blob:")]
    assert pythons
    for worker in pythons:
        worker.evaluate(LOCKED)  # the spare may still be starting
        assert dict(worker.evaluate(javascript(WORKER, scene.site.places))) == refused(WORKER)


def test_python_past_the_fence_reaches_nothing(scene: Scene) -> None:
    # The names bring the rest of the library, so that an attack does not fail for want of it.
    found = outcomes(scene.exercise, "Check", "import pyodide.http\nimport asyncio\n")
    assert found == refused(PAST_FENCE)


def test_a_worker_of_the_frame_reaches_nothing(scene: Scene) -> None:
    found = scene.frame.evaluate(javascript(WORKER, scene.site.places, in_a_worker=True))
    assert dict(found) == refused(WORKER)


def test_the_frame_reaches_nothing(scene: Scene) -> None:
    found = scene.frame.evaluate(javascript(FRAME, scene.site.places))
    assert dict(found) == refused(FRAME)
