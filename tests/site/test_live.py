"""The site while it is written: each address gives what a whole build would have written there."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.finish import finish_site
from sitegen.live.site import LiveSite
from sitegen.offline import OFFLINE_MARK
from sitegen.previews import write_previews
from sitegen.redirects import write_redirects
from tests.site.conftest import REPOSITORY, build, copy_site

pytestmark = [
    pytest.mark.slow,
    # mkdocs-macros asks pathspec for it by its old name.
    pytest.mark.filterwarnings("ignore:GitWildMatchPattern:DeprecationWarning"),
]

ADDRESS = "http://localhost:8000/"
PAGE = "docs/guide/data-model.md"
ADDED = """

## Ranges, once more { #once-more }
<!-- search: a name that only this test has -->

A mutation reads a snapshot, and an index range. At most {= limit("array-length") =}, says
[the start](start.md).
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real pages and the real labs, with stand-ins for what the browser build makes."""
    root = tmp_path_factory.mktemp("live")
    copy_site(root)
    shutil.copytree(
        REPOSITORY / "labs", root / "labs", ignore=shutil.ignore_patterns("__pycache__")
    )
    lab = root / "docs/assets/lab"
    lab.mkdir(parents=True)
    for name, text in {
        "lab.js": "start();",
        "lab.css": ".lab {}",
        "sandbox.html": "<script>frame()</script>",
        "service-worker.js": "work();",
        "search.js": "answer();",
    }.items():
        (lab / name).write_text(text)
    return root


@pytest.fixture(scope="module")
def site(root: Path) -> LiveSite:
    made = LiveSite(root, ADDRESS)
    made.refresh()
    assert problems(made) == ()
    return made


@pytest.fixture
def saved(root: Path, site: LiveSite) -> Iterator["Saved"]:
    """Changes of files, each followed by the next edition; all taken back afterwards."""
    changes = Saved(root, site)
    yield changes
    changes.take_back()


class Saved:
    """What somebody saves while the site is served."""

    def __init__(self, root: Path, site: LiveSite) -> None:
        self.root = root
        self.site = site
        self._before: dict[str, bytes | None] = {}

    def __call__(self, path: str, text: str) -> None:
        file = self.root / path
        self._before.setdefault(path, file.read_bytes() if file.is_file() else None)
        file.write_text(text, encoding="utf-8")
        assert self.site.refresh([path])

    def replaced(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        self(path, text.replace(old, new, 1))

    def removed(self, path: str) -> None:
        self._before.setdefault(path, (self.root / path).read_bytes())
        (self.root / path).unlink()
        self.site.refresh([path])

    def take_back(self) -> None:
        for path, data in self._before.items():
            if data is None:
                (self.root / path).unlink(missing_ok=True)
            else:
                (self.root / path).write_bytes(data)
        self.site.refresh(list(self._before))
        assert problems(self.site) == ()


def text_at(site: LiveSite, address: str, *, status: int = 200) -> str:
    answer = site.answer(address)
    assert answer.status == status, answer.body.decode()[-500:]
    return answer.body.decode()


def problems(site: LiveSite) -> tuple[str, ...]:
    return site.state("").problems


def test_after_a_save_every_address_gives_the_bytes_of_a_whole_build(
    root: Path, site: LiveSite, saved: Saved
) -> None:
    text_at(site, "search/sections.json")  # read before, so that most of it is kept
    page = (root / PAGE).read_text(encoding="utf-8")
    saved(PAGE, page.replace("# Model the data", "# Model zebras", 1) + ADDED)
    built = root / "site"
    assert build(root) == ""
    write_previews(built, root)
    write_redirects(built, root)
    finish_site(built)
    different = []
    for file in sorted(file for file in built.rglob("*") if file.is_file()):
        path = file.relative_to(built).as_posix()
        if path in ("service-worker.js", "sitemap.xml.gz"):
            continue  # a browser that is served has neither
        answer = site.answer(path.removesuffix("index.html"))
        expected = file.read_bytes()
        if path.endswith(".html"):
            expected = expected.replace(OFFLINE_MARK.encode(), b"", 1)
        if answer.body != expected:
            different.append(path)
    shutil.rmtree(built)
    assert different == []
    assert "once-more" in text_at(site, "search/sections.json")
    assert "Model zebras" in text_at(site, "exercises/one-winner/"), "the navigation of others"


def test_a_saved_page_converts_no_other(root: Path, site: LiveSite, saved: Saved) -> None:
    converted = site.converted
    saved(PAGE, (root / PAGE).read_text(encoding="utf-8") + "\nOne more paragraph.\n")
    assert site.converted == converted + 1
    assert "One more paragraph." in text_at(site, "guide/data-model/")


def test_what_was_converted_is_there_after_a_new_start(root: Path, site: LiveSite) -> None:
    again = LiveSite(root, ADDRESS)
    again.refresh()
    assert again.converted == 0
    assert text_at(again, "guide/guards/") == text_at(site, "guide/guards/")


def test_an_exercise_that_changes_changes_its_page_and_its_content(
    site: LiveSite, saved: Saved
) -> None:
    saved.replaced("labs/40-occ/30-one-winner/prompt.md", "## Task\n", "## Task\n\nZebras first.\n")
    assert "Zebras first." in text_at(site, "exercises/one-winner/")
    assert "Zebras first." in text_at(site, "assets/lab/content/one-winner.json")


def test_a_data_file_changes_its_own_page_and_those_that_use_it(
    site: LiveSite, saved: Saved
) -> None:
    saved.replaced(
        "docs/reference/data/glossary.toml", '"One run of a mutation', '"Zebra run of a mutation'
    )
    assert "Zebra run" in text_at(site, "reference/glossary/")
    assert 'title="Zebra run' in text_at(site, "guide/one-mutation/")
    saved.replaced(
        "docs/reference/data/limits.toml", 'id = "array-length"\n', 'id = "arrays-length"\n'
    )
    assert any(PAGE in each and "arrays-length" in each for each in problems(site))


def test_a_page_comes_into_the_navigation_of_all_and_leaves_it(
    site: LiveSite, saved: Saved
) -> None:
    saved("docs/contributing/zebras.md", "# About zebras\n\nThey have stripes.\n")
    assert "stripes" in text_at(site, "contributing/zebras/")
    assert "About zebras" in text_at(site, "contributing/design/")
    saved.removed("docs/contributing/zebras.md")
    assert "About zebras" not in text_at(site, "contributing/design/")
    text_at(site, "contributing/zebras/", status=404)


def test_an_error_in_a_macro_is_said_in_its_page_and_keeps_no_other_back(
    root: Path, site: LiveSite, saved: Saved
) -> None:
    before = text_at(site, "guide/data-model/")
    lines = (root / PAGE).read_text(encoding="utf-8").count("\n")
    saved(PAGE, (root / PAGE).read_text(encoding="utf-8") + '\n{= exercise("no-such") =}\n')
    assert "no exercise &#x27;no-such&#x27;" in text_at(site, "guide/data-model/", status=500)
    assert problems(site)[0].startswith(f"{PAGE}:{lines + 2}: LookupError: no exercise")
    assert "Guard it" in text_at(site, "guide/guards/")
    saved.take_back()
    assert text_at(site, "guide/data-model/") == before


def test_a_broken_link_is_said_until_it_is_mended(root: Path, site: LiveSite, saved: Saved) -> None:
    saved(
        PAGE, (root / PAGE).read_text(encoding="utf-8") + "\n[a](start.md#no-such) [b](none.md)\n"
    )
    for _ in range(2):  # the second edition converts nothing, and still knows
        said = "\n".join(problems(site))
        assert "guide/data-model.md" in said
        assert "'#no-such'" in said
        assert "'none.md'" in said
        site.refresh(["docs/guide/start.md"])
    text_at(site, "guide/data-model/")


def test_a_data_file_that_cannot_be_read_leaves_the_site_as_it_was(
    root: Path, site: LiveSite, saved: Saved
) -> None:
    before = text_at(site, "reference/limits/")
    limits = "docs/reference/data/limits.toml"
    saved(limits, (root / limits).read_text(encoding="utf-8") + "\n[broken\n")
    assert text_at(site, "reference/limits/") == before
    (said,) = problems(site)
    assert "TOMLDecodeError" in said
    assert limits in said


def test_a_gap_in_labs_is_said_with_its_file(site: LiveSite, saved: Saved) -> None:
    saved.removed("labs/40-occ/30-one-winner/prompt.md")
    assert "labs/40-occ/30-one-winner/prompt.md" in problems(site)[0]
    text_at(site, "exercises/one-winner/")


def test_what_the_generator_wrote_itself_is_no_news(site: LiveSite) -> None:
    assert not site.refresh(["docs/exercises/one-winner.md", "mkdocs.generated.yml"])


def test_an_old_address_leads_on_and_a_missing_slash_is_added(site: LiveSite) -> None:
    moved = site.answer("guide/start")
    assert (moved.status, moved.location) == (302, "/guide/start/")
    assert "This page does not exist" in text_at(site, "guide/never/", status=404)
