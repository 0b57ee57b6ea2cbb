"""What learner code and strangers may send to the page changes no verdict, runs no script and stops nothing.

The checks of the exercise are swapped for ones that run the learner's file without any fence, so that a program
here can say to the page whatever the interpreter's side of the seam can.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.element import PATIENCE_MS, Element, open_exercise
from tests.e2e.test_attacks import CONTENT, with_checks
from tests.e2e.watched_site import WatchedSite, watched_site

UNFENCED = """
import json, sys
frame = sys._getframe()
while "request_json" not in frame.f_locals:
    frame = frame.f_back
exec(json.loads(frame.f_locals["request_json"])["source"], {"__name__": "unfenced"})
"""
SAY = """
import labkit.entry
labkit.entry.canonical_json = lambda answer: {reply!r}
"""
HOST = """
import gc
(seam,) = [one for one in gc.get_objects() if type(one).__name__ == "Seam"]
host = seam._host
"""
MARKUP = "<img src=x onerror='hit=1'><script>hit=1</script><a href='javascript:hit=1'>a</a>"
MARKDOWN = "[a](javascript:hit=1) [b](//127.0.0.1/x) ![c](x) <b>d</b> `e` **f** [g](/../../../h)"
NASTY = f"{MARKUP} {MARKDOWN} \u202e\u2066\u200b\x1b[31m\x00 line 1"
FOREIGN = "img:not(.cm-widgetBuffer), script, [onerror], a[href^='javascript']"
LEAD_OUT = "(all) => all.filter((a) => !a.href.startsWith(location.origin)).length"
HIT = "() => typeof hit"
TEXTS = "localStorage.length + ' ' + document.title"
# What was typed moves from there to the database, a moment later.
HAS_MOVED = "() => !Object.keys(localStorage).some((key) => key.startsWith('fieldbook:text:'))"


@pytest.fixture(scope="module")
def site() -> Iterator[WatchedSite]:
    """The site with an exercise whose checks hold nothing back."""
    with watched_site() as opened:
        opened.overlay[CONTENT] = with_checks(UNFENCED)
        yield opened


@pytest.fixture(scope="module")
def page(browser: Browser, site: WatchedSite) -> Iterator[Page]:
    """One page for all of them: each has to leave it usable for the next."""
    context = browser.new_context(base_url=site.url, service_workers="block")
    context.set_default_timeout(PATIENCE_MS)
    opened = context.new_page()
    opened.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    yield opened
    assert opened.evaluate(HIT) == "undefined", "a script of a stranger ran"
    context.close()


@pytest.fixture(scope="module")
def exercise(page: Page) -> Element:
    """The exercise."""
    return open_exercise(page, "one-winner")


def check(exercise: Element, source: str) -> str:
    """Check ``source``; the state in which it ended."""
    exercise.write(source)
    exercise.press("Check")
    exercise.wait_for("passed", "failed", "error")
    expect(exercise.button("Stop")).to_have_attribute("aria-disabled", "true")
    return exercise.root.get_attribute("data-state") or ""


def forged_report() -> dict[str, object]:
    """A report that says "right", with something nasty in every text."""
    timeline = {
        "schedule": "ab",
        "isolation": NASTY,
        "lanes": [
            {"id": lane, "path": NASTY, "title": NASTY, "attempts": 1,
             "outcome": {"status": "returned", "text": NASTY}}
            for lane in "ab"
        ],
        "moves": [
            {"n": n, "lane": lane, "attempt": 1, "kind": "step", "label": NASTY, "text": NASTY, "line": 1,
             "version": None, "reads": [{"index": NASTY, "range": NASTY, "documents": 1}],
             "writes": [{"op": NASTY, "document": NASTY, "text": NASTY}], "conflict": None}
            for n, lane in enumerate("ab", 1)
        ],
        "documents": {"before": [], "after": [{"table": NASTY, "name": NASTY, "fields": {NASTY: NASTY}}]},
    }  # fmt: skip
    return {
        "exercise": NASTY,
        "version": NASTY,
        "verdict": "wrong",
        "summary": NASTY,
        "checks": [{"id": NASTY, "title": NASTY, "status": "failed", "message": NASTY, "explored": None}],
        "failure": {"check": NASTY, "message": NASTY, "hint": {"id": NASTY, "steps": [NASTY] * 3},
                    "timeline": timeline, "schedule": "ab", "witness": {"sentence": NASTY}},
        "error": {"type": NASTY, "message": NASTY, "line": 1, "traceback": NASTY},
        "output": NASTY,
        "meters": {},
    }  # fmt: skip


def test_a_report_of_markup_is_shown_as_text(page: Page, exercise: Element) -> None:
    reply = json.dumps({"kind": "graded", "report": forged_report()})
    assert check(exercise, SAY.format(reply=reply)) == "failed"
    exercise.press("Show a hint")
    expect(exercise.root).to_contain_text("<img src=x onerror='hit=1'>")
    assert exercise.root.locator(FOREIGN).count() == 0
    assert exercise.root.locator("a[href]").evaluate_all(LEAD_OUT) == 0


@pytest.mark.parametrize(
    "reply",
    [
        "null",
        "[]",
        "not JSON",
        '{"kind": "graded"}',
        '{"kind": "graded", "report": {"verdict": "right"}}',
        '{"kind": "graded", "report": {"verdict": "__proto__", "checks": {}}}',
        '{"kind": "stopped"}',
        '{"__proto__": {"polluted": 1}, "kind": "ran", "output": {"a": 1}, "value": 7, "error": []}',
    ],
)
def test_a_reply_of_another_shape_ends_in_a_sentence(
    page: Page, exercise: Element, reply: str
) -> None:
    check(exercise, SAY.format(reply=reply))
    assert page.evaluate("({}).polluted === undefined")
    assert page.evaluate("Object.getOwnPropertyNames(Object.prototype).length === 12")
    assert "labkit.entry" in exercise.code()


def test_changing_every_object_of_the_interpreter_changes_none_of_the_page(
    page: Page, exercise: Element
) -> None:
    source = (
        "import js\nfrom pyodide.ffi import to_js\n"
        "to_js({'__proto__': {'polluted': 1}}, dict_converter=js.Object.fromEntries)\n"
        "js.Object.prototype.polluted = 1\njs.Object.prototype.kind = 'reply'\n"
        "js.Array.prototype.polluted = 1\n"
    )
    check(exercise, source)
    assert page.evaluate("({}).polluted === undefined && [].polluted === undefined")
    assert "polluted" in exercise.code()


def test_more_progress_than_anybody_can_read_stops_nothing(page: Page, exercise: Element) -> None:
    note = json.dumps({"kind": "progress", "done": 1, "total": 2, "label": NASTY})
    exercise.write(f"{HOST}\nwhile True:\n    host.notify({note!r})\n")
    exercise.press("Check")
    exercise.wait_for("running", "error")
    exercise.press("Stop")
    exercise.wait_for("stopped", "error")


def test_nothing_that_was_begun_survives_stop(page: Page, exercise: Element) -> None:
    exercise.write(
        f"""{HOST}
import js
from pyodide.ffi import create_proxy
def again(*_):
    host.write("late ")
    js.setTimeout(proxy, 20)
proxy = create_proxy(again)
again()
js.Promise.resolve(1).then(create_proxy(lambda _: host.write("later ")))
print("begun", flush=True)
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
"""
    )
    exercise.press("Check")
    expect(exercise.root.locator(".fb-output")).to_contain_text("begun")
    exercise.press("Stop")
    exercise.wait_for("stopped")
    shown = exercise.root.locator(".fb-output pre")
    before = shown.inner_text()
    check(exercise, "import sys\nprint('clean')\n")
    expect(shown).to_contain_text("clean")
    assert "late" not in shown.inner_text()
    assert before.startswith("late begun")


def test_a_message_to_the_page_is_no_verdict(page: Page, exercise: Element) -> None:
    check(exercise, "print('mine')\n")
    state = exercise.root.get_attribute("data-state")
    (frame,) = [one for one in page.frames if one.parent_frame]
    reply = json.dumps({"kind": "graded", "report": {"verdict": "right"}})
    forged = {"kind": "reply", "nonce": "00000000-0000-0000-0000-000000000000", "reply": reply}
    for message in (forged, {**forged, "nonce": None}, "connect", "activate", {"kind": "ready"}):
        frame.evaluate("(message) => parent.postMessage(message, '*')", message)
        page.evaluate("(message) => postMessage(message, '*')", message)
        # A second port, as another window would send it.
        page.evaluate("() => frames[0].postMessage('connect', '*', [new MessageChannel().port2])")
    check(exercise, "print('still mine')\n")
    assert exercise.root.get_attribute("data-state") == state
    expect(exercise.root.locator(".fb-output pre")).to_have_text("still mine\n")


def test_what_a_file_prints_and_raises_is_text(page: Page) -> None:
    own = page.context.new_page()
    exercise = open_exercise(own, "write-skew")
    exercise.write(f"print({NASTY!r})\nraise ValueError({NASTY!r})\n")
    exercise.press("Run")
    exercise.wait_for("error")
    expect(exercise.root.locator(".fb-output pre")).to_contain_text("<img src=x onerror")
    expect(exercise.root.locator(".fb-error")).to_contain_text("<img src=x onerror")
    assert exercise.root.locator(FOREIGN).count() == 0
    assert exercise.root.locator("a[href]").evaluate_all(LEAD_OUT) == 0
    assert own.evaluate(HIT) == "undefined"
    own.close()


def test_characters_that_cannot_be_seen_are_shown_in_the_editor(exercise: Element) -> None:
    exercise.write("allowed = 'a\u202e\u2066b\u200b'\n")
    expect(exercise.editor.locator(".cm-specialChar")).to_have_count(3)


@pytest.mark.parametrize(
    "hash_",
    [
        "#share=1." + "A" * 9_000,
        "#share=1.%00%ff",
        "#share=__proto__.x",
        "#<img src=x onerror=hit=1>",
        "#step=-1",
        "#step=1e99",
        "#share=1.S0lJLEpVSAQA",
    ],
)
def test_an_address_does_nothing(page: Page, exercise: Element, hash_: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.wait_for_function(HAS_MOVED)
    before = page.evaluate(TEXTS)
    page.evaluate("(hash) => { location.hash = hash; }", hash_)
    expect(exercise.button("Check")).to_be_enabled()
    assert page.evaluate(TEXTS) == before
    assert errors == []


def test_a_search_for_markup_is_text(page: Page) -> None:
    page.locator(".md-search__input").focus()
    page.keyboard.insert_text(f"mutation {MARKUP}")
    page.keyboard.type(" ")
    expect(page.locator(".md-search-result__item").first).to_be_attached()
    assert page.locator(".md-search").locator(FOREIGN).count() == 0
    page.keyboard.press("Escape")
