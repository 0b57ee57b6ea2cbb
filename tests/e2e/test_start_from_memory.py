"""The next visit starts Python from the memory of an earlier one, and nobody can tell but by the clock."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.element import PATIENCE_MS, QUICK, Element, open_exercise, source_of

# The address of what is kept has no file: it names what the memory was made from.
KEPT = """async () => {
  for (const name of await caches.keys()) {
    for (const { url } of await (await caches.open(name)).keys()) {
      if (url.includes("/runtime/memory-")) return url;
    }
  }
  return "";
}"""
DAMAGE = """async () => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      if (!request.url.includes("/runtime/memory-")) continue;
      const bytes = new Uint8Array(await (await cache.match(request)).arrayBuffer());
      bytes.fill(0x2a, bytes.length >> 2);
      await cache.put(request, new Response(bytes));
    }
  }
}"""
FETCHED = "import html\n\nprint(html.escape('<'), 'is here')\n"


def run(exercise: Element, program: str, printed: str) -> None:
    """A program prints this."""
    exercise.write(program)
    exercise.press("Run")
    expect(exercise.root.locator(".fb-output")).to_contain_text(printed, timeout=PATIENCE_MS)


def check(exercise: Element) -> str:
    """What the solution is told."""
    exercise.write(source_of(QUICK, "solution.py"))
    exercise.press("Check")
    exercise.wait_for("passed")
    return exercise.root.locator(".fb-result").first.inner_text()


def test_a_python_from_memory_answers_as_a_new_one(cold_page: Page) -> None:
    exercise = open_exercise(cold_page, QUICK)
    report = check(exercise)  # by the first Python of a first visit, which starts from core.zip
    cold_page.wait_for_function(f"({KEPT})()", timeout=PATIENCE_MS)
    exercise = open_exercise(cold_page, QUICK)
    run(exercise, FETCHED, "is here")
    assert check(exercise) == report


def test_a_memory_that_is_damaged_is_made_again(cold_page: Page) -> None:
    exercise = open_exercise(cold_page, QUICK)
    run(exercise, "print('RESULT')\n", "RESULT")
    cold_page.wait_for_function(f"({KEPT})()", timeout=PATIENCE_MS)
    cold_page.evaluate(DAMAGE)
    exercise = open_exercise(cold_page, QUICK)
    run(exercise, "print('RESULT')\n", "RESULT")
    expect(exercise.button("Check")).to_be_enabled()
