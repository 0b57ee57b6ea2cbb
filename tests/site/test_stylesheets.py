"""Our style sheets become one, in their order, and pages of every depth link it."""

from pathlib import Path

import pytest

from sitegen.stylesheets import JOINED, join_stylesheets


def page(*sheets: str) -> str:
    links = "\n".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in sheets)
    return f"<html><head><title>t</title>\n{links}\n<script>s()</script></head></html>"


def write(site: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text)


def test_pages_link_one_sheet_in_place_of_ours(tmp_path: Path) -> None:
    theme, ours = "assets/stylesheets/main.min.css", ["assets/css/b.css", "assets/lab/a.css"]
    write(
        tmp_path,
        {
            "index.html": page(theme, *ours),
            "x/y/index.html": page(*(f"../../{one}" for one in [theme, *ours])),
            "404.html": page(*(f"/base/{one}" for one in [theme, *ours])),
            "assets/css/b.css": ".b { src: url(../fonts/f.woff2) }",
            "assets/lab/a.css": ".a {}",
            "assets/lab/sandbox.html": "<html></html>",
        },
    )
    assert join_stylesheets(tmp_path) == ours
    assert (tmp_path / JOINED).read_text() == ".b { src: url(../fonts/f.woff2) }\n.a {}"
    assert (tmp_path / "x/y/index.html").read_text() == page(f"../../{theme}", f"../../{JOINED}")
    assert (tmp_path / "404.html").read_text() == page(f"/base/{theme}", f"/base/{JOINED}")
    assert not any((tmp_path / one).exists() for one in ours)


def test_a_sheet_that_would_lose_what_it_names_is_refused(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "index.html": page("assets/css/b.css", "assets/lab/a.css"),
            "assets/css/b.css": "",
            "assets/lab/a.css": ".a { src: url(a.svg) }",
        },
    )
    with pytest.raises(ValueError, match="relative to itself"):
        join_stylesheets(tmp_path)


def test_a_sheet_of_one_page_alone_stays(tmp_path: Path) -> None:
    names = ["assets/css/a.css", "assets/css/b.css", "assets/css/own.css"]
    write(
        tmp_path,
        {"a.html": page(*names), "b.html": page(*names[:2]), **dict.fromkeys(names, "")},
    )
    assert join_stylesheets(tmp_path) == names[:2]
    assert (tmp_path / "a.html").read_text() == page(JOINED, names[2])
    assert (tmp_path / names[2]).is_file()
