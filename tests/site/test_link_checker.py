"""The link checker itself: what it must notice."""

from pathlib import Path

from tests.site.link_checker import broken_links, outside_addresses, read_pages
from tests.site.small_course import write_files

NOTHING: frozenset[str] = frozenset()


def test_dead_pages_dead_anchors_and_missing_files_are_found(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "index.html": '<a href="guide/#here">ok</a><a href="guide/#gone">1</a><a href="no/">2</a>',
            "guide/index.html": '<h2 id="here">x</h2><img src="../a.png"><a href="../#top">3</a>',
        },
    )
    assert list(broken_links(tmp_path, read_pages(tmp_path), made_elsewhere=NOTHING)) == [
        "guide/: no anchor for ../#top",
        "guide/: nothing at ../a.png",
        "home: no anchor for guide/#gone",
        "home: nothing at no/",
    ]


def test_a_script_from_another_host_is_found_and_a_plain_link_is_not(tmp_path: Path) -> None:
    page = '<script src="//x.test/a.js"></script><a href="https://y.test/">y</a>'
    write_files(tmp_path, {"index.html": page})
    assert list(outside_addresses(read_pages(tmp_path))) == ["home: //x.test/a.js"]
