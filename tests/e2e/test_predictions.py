"""A scene asks before it shows anything, and the run answers; and every step has an address."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.element import PATIENCE_MS, Element, open_lab, open_visual


def test_a_guess_opens_the_scene_at_the_step_that_answers_it(page: Page) -> None:
    lab = open_visual(page, "index-list", guess=True)
    expect(lab.button("Predict")).to_be_disabled()
    expect(lab.root.get_by_role("slider", name="Step")).to_be_hidden()
    lab.root.get_by_label("keys").fill("4")
    lab.root.get_by_label("keys").press("Enter")
    expect(lab.root).to_contain_text(
        "You predicted: 4 keys. What happened: 3 keys.", timeout=PATIENCE_MS
    )
    expect(lab.root).to_contain_text("messages#6 is read.")
    expect(lab.root.get_by_role("slider", name="Step")).to_be_focused()
    said = lab.root.get_by_role("status").filter(has_text="What happened: 3 keys.")
    expect(said).to_have_count(1)
    page.reload()
    expect(lab.root).to_contain_text("You predicted: 4 keys.")
    lab.wait_for("idle")
    expect(lab.root).to_contain_text("The seek goes straight to messages#1")


def test_a_verdict_is_held_back_until_the_question_is_passed_over(page: Page) -> None:
    lab = open_visual(page, "kill-switch", guess=True)
    expect(lab.root.get_by_text("Python is ready")).to_be_visible(timeout=PATIENCE_MS)
    lab.wait_for("idle")
    expect(lab.root.get_by_text("the rule holds at every one").last).to_be_hidden()
    lab.press("Show me without a guess")
    lab.wait_for("passed")
    expect(lab.root.get_by_text("the rule holds at every one").first).to_be_visible()


def test_a_guess_about_two_lanes_makes_the_moves(page: Page) -> None:
    lab = open_lab(page, "two-lanes")
    lab.root.get_by_role("radio", name="1", exact=True).check()
    lab.press("Predict")
    lab.wait_for("passed")
    expect(lab.root).to_contain_text("You predicted: 1. What happened: 2.")


def test_an_address_leads_to_a_step_and_is_copied_there(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("labs/index-list/#scene=newest&insert=same&step=3")
    lab = Element(page, "minivex-visual")
    expect(lab.root).to_contain_text("messages#6 is read.", timeout=PATIENCE_MS)
    lab.wait_for("failed")
    expect(lab.root.get_by_label("Another lane")).to_have_value("same")
    lab.press("Next")
    lab.press("Copy link")
    expect(lab.button("Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("labs/index-list/#scene=newest&insert=same&step=4")


def test_an_address_with_code_runs_nothing(page: Page) -> None:
    page.goto("labs/index-list/#scene=newest&step=2&code=print(1)%0A")
    lab = Element(page, "minivex-visual")
    expect(lab.root).to_contain_text("This code is somebody else's.", timeout=PATIENCE_MS)
    expect(lab.root.get_by_text("Python is ready")).to_be_visible(timeout=PATIENCE_MS)
    lab.wait_for("idle")
    expect(lab.root.get_by_role("slider", name="Step")).to_be_hidden()
