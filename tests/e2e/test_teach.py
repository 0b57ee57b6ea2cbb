"""A trainer with a room of thirty: passports in, tables out, nobody asked; and what is printed for them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import quiet_page
from tests.e2e.passports import MINUTES, Entry, Passport
from tests.e2e.test_pages import AXE, serious_violations
from tests.e2e.test_print import CLIPPED

LEARNERS = 30
PASTE = """(area, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  area.focus();
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
# The text area of a sheet in CSS pixels, between the margins of docs/assets/css/print.css.
PAPER = {"A4": (665, 987), "Letter": (688, 920)}
CUT = """(width) => [...document.querySelectorAll("article *")]
  .filter((each) => each.checkVisibility() && !each.closest("svg, .fb-live"))
  .filter((each) => each.getBoundingClientRect().right > width + 4)  // a space may hang over the end of a line
  .map((each) => each.outerHTML.slice(0, 80))"""


def facts(page: Page, element: str) -> list[dict[str, Any]]:
    """The exercises of the site, as the element of a page knows them."""
    course = json.loads(page.locator(element).get_attribute("course") or "")
    exercises: list[dict[str, Any]] = course["exercises"]
    return exercises


def open_room(page: Page) -> list[dict[str, Any]]:
    """Load the trainer's page; the exercises it knows."""
    page.goto("teach/")
    expect(page.locator(".fb-room__paste")).to_be_visible()
    page.wait_for_load_state("networkidle")
    return facts(page, "minivex-teach")


def room_of(exercises: list[dict[str, Any]]) -> list[Passport]:
    """Thirty learners; every third is stuck at the second exercise, the others have passed it."""
    first, second = exercises[:2]
    check = next(iter(second["checks"]))
    return [
        Passport(
            name=f"Learner {number:02}",
            tag=f"TAG{number}",
            entries=(
                Entry(first["id"], first["version"], "right", 2),
                Entry(second["id"], second["version"], "wrong", 5, 3, check)
                if number % 3 == 0
                else Entry(second["id"], second["version"], "right", 1),
            ),
        )
        for number in range(LEARNERS)
    ]


def paste(page: Page, text: str) -> None:
    """Paste into the field of the room."""
    page.locator(".fb-room__paste").evaluate(PASTE, text)


def save_work(page: Page, exercises: list[dict[str, Any]], *, name: str) -> None:
    """Have passed these exercises, and give a name."""
    page.goto("progress/")
    for each in exercises:
        attempt = {"at": MINUTES * 60_000, "verdict": "right", "failed": None}
        version = {"text": "x", "starter": "", "savedAt": 0, "attempts": [attempt]}
        version |= {"hints": {}, "passed": None}
        work = {"id": each["id"], "predicted": None, "versions": {each["version"]: version}}
        page.evaluate(
            "([id, work]) => localStorage.setItem(`fieldbook:work:${id}`, work)",
            [each["id"], json.dumps(work)],
        )
    page.reload()
    page.get_by_label("Your name, as your trainer knows you").fill(name)


def pages_of(pdf: bytes) -> int:
    """How many sheets of paper a document has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_a_paste_of_thirty_is_a_room_and_asks_nobody(browser: Browser, site_url: str) -> None:
    with quiet_page(browser, site_url) as page:  # of its own: it loses the network
        fill_a_room(page)


def fill_a_room(page: Page) -> None:
    """Paste thirty passports without a network, see who is stuck, order by an exercise."""
    exercises = open_room(page)
    learners = room_of(exercises)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.set_offline(True)
    lines = [
        f"[09:{at:02}] {each.name}: here\n> " + re.sub(r"(.{60})", r"\1\n> ", each.text())
        for at, each in enumerate(learners)
    ]
    paste(page, "Good morning!\n" + "\n".join(lines))
    expect(page.locator(".fb-room__summary")).to_have_text("30 learners.")
    expect(page.get_by_role("status")).to_contain_text(f"{LEARNERS} learners added.")
    matrix = page.locator(".fb-room__matrix")
    expect(matrix.locator("tbody tr")).to_have_count(LEARNERS)
    stuck = page.get_by_role("region", name="Who is stuck").locator("tbody tr")
    expect(stuck).to_have_count(10)
    expect(stuck.first).to_contain_text(next(iter(exercises[1]["checks"].values())))
    header = matrix.get_by_role("button", name=exercises[1]["title"])
    header.focus()
    page.keyboard.press("Enter")
    expect(header).to_be_focused()
    expect(matrix.locator('th[aria-sort="ascending"]')).to_contain_text(exercises[1]["title"])
    expect(matrix.locator("tbody tr").first).to_contain_text("stuck: 5 attempts without success")
    assert asked == []


def test_what_is_odd_is_named_kept_over_a_reload_and_cleared(page: Page, tmp_path: Path) -> None:
    ada, bo, *_ = room_of(open_room(page))
    newer = Passport("Ada King", ada.tag, ada.entries, MINUTES + 5)
    texts = [ada.text(), newer.text(), bo.edited("Bobby"), bo.text()[:-30]]
    paste(page, "\n".join([*texts, ada.text().replace("-1-", "-2-")]))
    box = page.get_by_role("group", name="Passports")
    for is_reloaded in (False, True):
        if is_reloaded:
            page.reload()
        expect(box).to_contain_text("2 learners, 1 older passport left out.")
        expect(box).to_contain_text("Ada King: An older passport of this browser came too")
        expect(box).to_contain_text("Bobby: Edited: the checksum does not fit")
        expect(box).to_contain_text("its end is missing")
        expect(box).to_contain_text("A passport of a newer version of this site")
    with page.expect_download() as csv:
        box.get_by_role("button", name="Export as CSV").press("Enter")
    csv.value.save_as(tmp_path / "room.csv")
    rows = (tmp_path / "room.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 5
    assert any("Bobby" in row and "Edited" in row for row in rows)
    with page.expect_download() as file:
        box.get_by_role("button", name="Export as one file").press("Enter")
    file.value.save_as(tmp_path / "room.txt")
    box.get_by_role("button", name="Clear all").press("Enter")
    expect(box.get_by_role("button", name="Keep")).to_be_focused()
    box.get_by_role("button", name="Clear", exact=True).press("Enter")
    expect(page.locator(".fb-room__summary")).to_have_text("No passport yet.")
    page.reload()
    expect(page.locator(".fb-room__summary")).to_have_text("No passport yet.")
    page.locator("input[type=file]").set_input_files(tmp_path / "room.txt")
    expect(box).to_contain_text("2 learners, 1 older passport left out.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_full_room_can_be_used_by_everyone(browser: Browser, site_url: str, scheme: str) -> None:
    with quiet_page(browser, site_url, color_scheme=scheme, bypass_csp=True) as page:
        learners = room_of(open_room(page))
        paste(page, "\n".join(each.text() for each in learners) + learners[0].edited("Eve"))
        expect(page.locator(".fb-room__matrix tbody tr")).to_have_count(LEARNERS)
        everyone_can_use(page)
        # Nothing on the others has a colour of its own.
        for address in ("half-day", "solutions", "workbook") if scheme == "light" else ():
            page.goto(f"teach/{address}/")
            page.wait_for_load_state("networkidle")
            everyone_can_use(page)


def everyone_can_use(page: Page) -> None:
    """Nothing that axe calls serious, and no page wider than a phone."""
    page.set_viewport_size({"width": 1280, "height": 720})
    page.add_script_tag(path=AXE)
    assert serious_violations(page) == []
    for width in (375, 320):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_a_learner_s_passport_reaches_the_trainer_as_text_and_as_a_picture(
    browser: Browser, page: Page, site_url: str, tmp_path: Path
) -> None:
    exercises = open_room(page)
    page.set_viewport_size({"width": 1000, "height": 2400})  # the header would lie over the code
    save_work(page, exercises, name="Ada")
    field = page.get_by_label("Your passport")
    expect(field).to_have_value(re.compile("^FIELDBOOK-PASSPORT-1-[A-Z2-7]{800,1400}$"))
    text = field.input_value()
    page.get_by_role("button", name="Show as a QR code").press("Enter")
    page.locator(".fb-qr").screenshot(path=tmp_path / "passport.png")
    with quiet_page(browser, site_url) as theirs:
        open_room(theirs)
        theirs.locator("input[type=file]").set_input_files(tmp_path / "passport.png")
        expect(theirs.locator(".fb-room__summary")).to_have_text("1 learner.")
        expect(theirs.locator(".fb-room__matrix tbody th")).to_have_text("Ada")
        paste(theirs, f"Ada: {text}")
        expect(theirs.get_by_role("status")).to_contain_text("1 passport had come before.")


def test_a_certificate_is_one_sheet(page: Page) -> None:
    page.goto("progress/")
    save_work(page, facts(page, "minivex-passport"), name="Ada Lovelace, of the room in the north")
    page.get_by_role("link", name="certificate", exact=True).click()
    sheet = page.get_by_role("region", name="Certificate")
    expect(sheet).to_contain_text("Ada Lovelace, of the room in the north")
    expect(sheet.locator("dd").last).to_have_text(re.compile("^[A-Z2-7]{4}-[A-Z2-7]{4}$"))
    for paper, (width, height) in PAPER.items():
        assert pages_of(page.pdf(format=paper)) == 1, paper
        page.emulate_media(media="print")
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(CUT, width) == [], paper
        expect(page.locator(".fb-passport")).to_be_hidden()


def test_a_workbook_gives_each_exercise_a_sheet_and_cuts_no_code(page: Page) -> None:
    page.goto("teach/workbook/")
    page.wait_for_load_state("networkidle")
    sheets = page.locator(".fb-sheet")
    count = sheets.count()
    assert count >= 5
    for paper, (width, height) in PAPER.items():
        pdf = page.pdf(format=paper)
        assert count < pages_of(pdf) <= 3 * count + 1, paper
        page.emulate_media(media="print")
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(CUT, width) == [], paper
        assert page.evaluate(CLIPPED) == [], paper
        for number in range(count):
            expect(sheets.nth(number)).to_have_css("break-before", "page")


def test_the_link_for_the_room_brings_the_moves_and_runs_nothing(page: Page) -> None:
    open_room(page)
    page.locator(".fb-room-link").click()
    lab = page.locator("minivex-lab")
    expect(lab).to_contain_text("It asks for the moves a, a, b, b, a, a, b, b.")
    expect(lab).to_have_attribute("data-state", "idle")
