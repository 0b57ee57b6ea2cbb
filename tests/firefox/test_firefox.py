"""Firefox: an answer is right, a loop stops, attacks fail, the site works without a network."""

from __future__ import annotations

from tests.e2e.attack_programs import imports, javascript, printed, python
from tests.e2e.attacks import FRAME, LEARNER, PAST_FENCE, WORKER
from tests.e2e.element import source_of
from tests.e2e.test_attacks import refused
from tests.e2e.watched_site import WatchedSite, watched_site
from tests.firefox.bidi import Firefox, Tab
from tests.firefox.exercise import Exercise

# What every request of an offline visit would need: the files of the site's list and five of the runtime.
KEPT = """(async () => {
  const name = (await caches.keys()).find((name) => name.endsWith(":runtime"));
  return name && (await (await caches.open(name)).keys()).length === 5;
})()"""

# In a worker of a frame without an origin, Firefox 153 does not come back from starting another.
NEVER_RETURNS = {"a worker inside the worker"}


def test_an_answer_is_right_and_a_loop_stops(tab: Tab, site: WatchedSite) -> None:
    exercise = Exercise(tab, site.url, "write-skew")
    exercise.write("while True:\n    pass\n")
    exercise.press("Run")
    exercise.wait_for("running")
    exercise.press("Stop")
    exercise.wait_for("stopped")
    exercise.write(source_of("write-skew", "solution.py"))
    exercise.press("Check")
    assert exercise.wait_for("passed", "failed", "error") == "passed"


def test_attacks_fail(tab: Tab, site: WatchedSite) -> None:
    site.reached.clear()
    exercise = Exercise(tab, site.url, "one-winner")
    tab.evaluate("(document.cookie = 'name=kept', localStorage.setItem('kept', 'kept'), null)")
    program = python(PAST_FENCE, {**site.places, "PORT": site.port})
    assert outcomes(exercise, "Check", program) == refused(PAST_FENCE)
    tab.wait("document.querySelector('minivex-exercise').textContent.includes('Python is ready')")
    (frame,) = tab.frames()
    tried = [attack for attack in WORKER if attack.name not in NEVER_RETURNS]
    assert dict(frame.evaluate(javascript(tried, site.places, in_a_worker=True))) == refused(tried)
    assert dict(frame.evaluate(javascript(FRAME, site.places))) == refused(FRAME)
    assert tab.evaluate("location.href").startswith(site.url)
    assert site.reached == []


def test_a_file_imports_nothing_that_leads_out(tab: Tab, site: WatchedSite) -> None:
    exercise = Exercise(tab, site.url, "write-skew")
    assert outcomes(exercise, "Run", imports(LEARNER)) == refused(LEARNER)


def test_everything_works_without_a_network_after_one_visit(browser: Firefox) -> None:
    with watched_site() as site:
        tab = browser.new_tab()
        Exercise(tab, site.url, "write-skew")
        tab.evaluate("navigator.serviceWorker.ready.then(() => null)")
        tab.wait(KEPT, seconds=60)
    tab.go(f"{site.url}guide/")
    assert tab.evaluate("document.querySelector('h1').textContent")
    exercise = Exercise(tab, site.url, "lost-update")
    exercise.write(source_of("lost-update", "solution.py"))
    exercise.press("Check")
    assert exercise.wait_for("passed", "failed", "error") == "passed"
    tab.close()


def outcomes(exercise: Exercise, button: str, source: str) -> dict[str, str]:
    """What the lines ``name | outcome`` say that a program printed."""
    exercise.write(source)
    exercise.press(button)
    exercise.wait_for("idle", "error", "failed", "passed")
    return printed(exercise.output())
