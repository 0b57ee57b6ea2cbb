"""The playground: what is pushed, called and watched stays, whatever happens to Python or to the tab."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.element import PATIENCE_MS, Element

ROOT = Path(__file__).resolve().parents[2]
APP = (ROOT / "docs" / "playground" / "app.py").read_text(encoding="utf-8")
ENDLESS = """

@mutation
async def endless(ctx):
    await ctx.db.insert("channels", {"name": "never"})
    while True:
        pass


@mutation
async def one_step(ctx):
    return 10 ** (10**8)
"""


class Playground(Element):
    """``<minivex-playground>``, by the names of its parts."""

    def __init__(self, page: Page, address: str = "playground/") -> None:
        """Open the page."""
        super().__init__(page, "minivex-playground")
        page.goto(address)
        self.function = self.root.get_by_label("Function", exact=True)
        self.result = self.root.get_by_label("Result", exact=True)

    def push(self) -> None:
        """Push what the editor has."""
        self.press("Push")
        expect(self.root.get_by_text("The documents stayed.").first).to_be_visible(
            timeout=PATIENCE_MS
        )

    def run(self, path: str, **values: object) -> None:
        """Run a function with the arguments that are offered, but for ``values``."""
        self.function.select_option(path)
        for name, value in values.items():
            self.root.get_by_label(re.compile(rf"^{name}\b")).fill(str(value))
        self.press("Run")

    def commits(self, number: int) -> None:
        """Wait until so many commits are kept."""
        kept = f'minivex-playground[data-commits="{number}"]'
        expect(self.page.locator(kept)).to_be_attached(timeout=PATIENCE_MS)

    @property
    def pane(self) -> Locator:
        """The live query."""
        return self.root.get_by_role("article")


@pytest.fixture
def playground(page: Page) -> Playground:
    """One with a channel: three commits, two of them by the push."""
    opened = Playground(page)
    opened.push()
    opened.commits(2)
    opened.run("app:open_channel", name="general")
    opened.commits(3)
    return opened


def test_a_watched_query_follows_a_write_and_all_of_it_outlives_a_reload(
    playground: Playground,
) -> None:
    playground.function.select_option("app:newest")
    playground.press("Watch")
    expect(playground.pane).to_contain_text("right at commit 3")
    field = playground.root.get_by_label(re.compile(r"^channel_id\b"))
    playground.run("app:send", channel_id="none")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(playground.root.locator("#fb-pg-arg-0-problem")).to_contain_text("Path: .channel_id")
    playground.press("Fill in")
    playground.run("app:send", author="ada", body="hello")
    expect(playground.pane.get_by_label("Result now")).to_have_text('["ada: hello"]')
    expect(playground.pane).to_contain_text("commit 4 app:send wrote")
    playground.run("app:send_later", author="bo", body="later", minutes=5)
    playground.commits(5)
    playground.write("# a draft\n")
    playground.page.reload()
    expect(playground.editor).to_contain_text("# a draft")
    expect(playground.pane.get_by_label("Result now")).to_have_text(
        '["ada: hello"]', timeout=PATIENCE_MS
    )
    playground.press("Step to the next job")
    expect(playground.pane.get_by_label("Result now")).to_have_text('["bo: later", "ada: hello"]')
    playground.press("Crash and restart")
    expect(playground.root.get_by_label("Clock")).to_contain_text("7 records")
    expect(playground.pane).to_contain_text("subscribed again after a restart")
    expect(playground.pane.get_by_label("Result now")).to_have_text('["bo: later", "ada: hello"]')


def test_a_loop_and_a_step_without_end_are_stopped_and_no_commit_is_lost(
    playground: Playground,
) -> None:
    playground.write(APP + ENDLESS)
    playground.push()
    for path in ("app:endless", "app:one_step"):
        playground.run(path)
        playground.wait_for("running")
        playground.press("Stop")
        playground.wait_for("stopped")
        playground.run("app:channels")
        expect(playground.result).to_contain_text('"name": "general"', timeout=PATIENCE_MS)
        expect(playground.result).not_to_contain_text("never")


def test_one_tab_writes_and_another_can_take_over(playground: Playground) -> None:
    other = Playground(playground.page.context.new_page(), playground.page.url)
    expect(other.root.get_by_text("open in another tab").first).to_be_visible()
    assert other.button("Push").get_attribute("aria-disabled") == "true"
    playground.write("# typed just now\n")
    other.press("Go on in this tab")
    other.wait_for("passed")
    expect(other.editor).to_contain_text("# typed just now")
    expect(playground.root.get_by_text("open in another tab").first).to_be_visible()
    other.run("app:open_channel", name="other")
    other.commits(4)
    other.page.close()
    playground.commits(4)
    playground.wait_for("passed")
    playground.run("app:channels")
    expect(playground.result).to_contain_text('"name": "other"')


def test_a_file_brings_everything_back_and_a_damaged_one_changes_nothing(
    playground: Playground, tmp_path: Path
) -> None:
    with playground.page.expect_download() as download:
        playground.press("Export")
    whole, damaged = tmp_path / "whole.json", tmp_path / "damaged.json"
    download.value.save_as(whole)
    content = json.loads(whole.read_text(encoding="utf-8"))
    log = content["log"]
    damaged.write_text(json.dumps({**content, "log": f"{log[:90]}{log[91:]}A"}), encoding="utf-8")
    chosen = playground.root.locator("input[type=file]")
    chosen.set_input_files(damaged)
    expect(playground.root.get_by_text("Nothing was changed.").first).to_be_visible()
    playground.commits(3)
    playground.press("Start over")
    playground.press("Remove everything")
    playground.commits(0)
    chosen.set_input_files(whole)
    playground.press("Replace what is here")
    playground.commits(3)
    expect(playground.root.get_by_role("button", name="channels 1")).to_be_visible(
        timeout=PATIENCE_MS
    )
    expect(playground.function).to_be_hidden()  # nothing of its code has run
    playground.push()
    playground.run("app:channels")
    expect(playground.result).to_contain_text('"name": "general"')


def test_shared_code_does_not_run_by_itself_and_never_on_the_readers_data(
    playground: Playground,
) -> None:
    playground.press("Share")
    field = playground.root.get_by_label("Link to this")
    expect(field).not_to_have_value("")
    link = field.input_value()
    playground.page.goto("about:blank")  # an address that differs only behind # loads nothing
    guest = Playground(playground.page, link)
    expect(guest.root.get_by_text("This code is somebody else's.")).to_be_visible()
    guest.commits(0)
    expect(guest.function).to_be_hidden()
    guest.push()
    guest.run("app:open_channel", name="theirs")
    guest.commits(3)
    guest.press("Back to my own")
    guest.run("app:channels")
    expect(guest.result).to_contain_text('"name": "general"', timeout=PATIENCE_MS)
    expect(guest.result).not_to_contain_text("theirs")


def test_files_and_requests_and_a_field_that_is_refused(page: Page) -> None:
    opened = Playground(page)
    opened.press("Templates")
    opened.press("Webhook")
    opened.wait_for("passed")
    opened.press("Send a request")
    opened.root.get_by_label("Method").select_option("GET")
    opened.root.get_by_label("Path", exact=True).fill("/health")
    opened.press("Send")
    expect(opened.root.get_by_label(re.compile("^Body, JSON"))).to_contain_text('"ok": true')
    opened.press("New file")
    opened.root.get_by_label("Name of the file").fill("lib/broken")
    opened.press("Add it")
    opened.write("x = 1 / 0\n")
    opened.press("Push")
    expect(opened.root.get_by_label("Refused")).to_contain_text("division by zero")
    opened.press("http.py")
    opened.press("lib/broken.py, line 1")
    expect(opened.editor).to_contain_text("1 / 0")
    opened.press("Delete")
    opened.press("Run a function")
    opened.function.select_option("events:sample")
    opened.press("As JSON")
    opened.root.get_by_label("Arguments, as JSON").fill('{"event_id": 5}')
    opened.press("Run")
    expect(opened.root.get_by_label("Error", exact=True)).to_contain_text("Path: .event_id")
    opened.press("As fields")  # a number has no place in a field of text: it stays JSON
    expect(opened.root.get_by_label("Arguments, as JSON")).to_be_visible()


KEEP = """
([version, state]) => new Promise((resolve, reject) => {
  const request = indexedDB.open("fieldbook-playground", version);
  request.onerror = () => reject(request.error);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("log", { keyPath: "from" });
    request.result.createObjectStore("state").put(state, "now");
  };
  request.onsuccess = () => resolve(request.result.close());
})
"""


def test_what_a_version_with_one_file_kept_is_opened(page: Page) -> None:
    page.goto("")
    page.evaluate(KEEP, [1, {"source": "", "draft": "# from before\n", "seed": 1, "panes": []}])
    opened = Playground(page)
    expect(opened.editor).to_contain_text("# from before")
    expect(opened.button("app.py")).to_be_visible()
    expect(opened.root.get_by_text("Kept in this browser")).to_be_visible()


def test_what_a_newer_version_keeps_is_left_alone(page: Page) -> None:
    page.goto("")
    page.evaluate(KEEP, [1_000, {"files": 5}])
    opened = Playground(page)
    expect(opened.root.get_by_text("A newer version of this site keeps")).to_be_visible()
