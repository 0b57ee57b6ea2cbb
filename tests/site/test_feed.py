"""The feed of changes: which points it has, in which order, and that readers take it."""

import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

from sitegen.feed import ENTRIES_MAX, changes_of, feed_of, line_times, write_feed

ATOM = "{http://www.w3.org/2005/Atom}"
URL = "https://example.org/book/"
LIST = """\
# Changelog

## [Unreleased]

### Added

- A thing: it has `code`, and
  goes on in a second line.
- A page on [functions](docs/reference/functions.md#kinds).

### Fixed

- An old mistake & more.
"""


def test_points_come_newest_first_with_their_kind() -> None:
    times = [0, 0, 0, 0, 0, 0, 10, 30, 20, 0, 0, 0, 40]
    changes = changes_of(LIST, times)
    assert [(change.kind, change.title, change.time_s) for change in changes] == [
        ("Fixed", "An old mistake & more", 40),
        ("Added", "A thing", 30),
        ("Added", "A page on functions", 20),
    ]
    assert changes[1].text == "A thing: it has `code`, and goes on in a second line."


def test_a_link_to_a_file_of_the_repository_leads_to_its_page() -> None:
    feed = ET.fromstring(feed_of(changes_of(LIST, [0] * 20), URL))
    links = [entry.find(f"{ATOM}link") for entry in feed.iter(f"{ATOM}entry")]
    addresses = {link.get("href") for link in links if link is not None}
    assert addresses == {URL, f"{URL}reference/functions/#kinds"}


def test_an_entry_keeps_its_id_when_the_site_moves_and_loses_it_with_its_words() -> None:
    def ids(text: str, url: str) -> list[str | None]:
        feed = ET.fromstring(feed_of(changes_of(text, [0] * 20), url))
        return [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]

    assert ids(LIST, URL) == ids(LIST, "http://elsewhere.example/")
    assert len(set(ids(LIST, URL)) & set(ids(LIST.replace("old", "ancient"), URL))) == 2


def test_a_line_is_dated_by_its_commit_and_without_a_repository_by_the_file(
    tmp_path: Path,
) -> None:
    file = tmp_path / "CHANGELOG.md"
    file.write_text(LIST)
    assert set(line_times(file)) == {int(file.stat().st_mtime)}
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (
        ["init", "-q"],
        ["add", "CHANGELOG.md"],
        [*who, "commit", "-q", "-m", "A list", "--date", "2001-01-01T00:00:00Z"],
    ):
        subprocess.run(
            ["git", *command],
            cwd=tmp_path,
            check=True,
            env={"GIT_COMMITTER_DATE": "2001-01-01T00:00:00Z", "PATH": "/usr/bin:/bin"},
        )
    assert set(line_times(file)) == {978307200}


def test_the_feed_of_the_project_can_be_read(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    assert write_feed(tmp_path, root, URL) > 10
    feed = ET.parse(tmp_path / "feed.xml").getroot()
    entries = list(feed.iter(f"{ATOM}entry"))
    assert 10 < len(entries) <= ENTRIES_MAX
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    times = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert times == sorted(times, reverse=True)
    assert times[0] == feed.findtext(f"{ATOM}updated")
