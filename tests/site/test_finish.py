"""The last step of a build: one policy that knows every inline script, one list of every file."""

import base64
import hashlib
import json
from pathlib import Path

import pytest

from sitegen.finish import FinishError, finish_site
from sitegen.offline import precached, service_worker
from sitegen.policy import inline_scripts, policy_for, with_policy

HEAD = '<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n'


def page(body: str) -> str:
    return f"{HEAD}</head><body>{body}</body></html>"


def source(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    """Two pages, the parts of the browser build that the step reads, and files it must leave out."""
    files = {
        "index.html": page("<script>one()</script>"),
        "labs/index.html": page("<script>two()</script><script src='x.js'></script>"),
        "404.html": page(""),
        "search/search_index.json": "{}",
        "assets/lab/lab.js": "1",
        "assets/lab/lab.js.map": "{}",
        "assets/lab/sandbox.html": "<script>frame()</script>",
        "assets/lab/service-worker.js": "work();",
        "assets/lab/runtime/core-0.zip.zst": "large",
        "assets/javascripts/lunr/tinyseg.js": "1",
        "sitemap.xml.gz": "z",
    }
    for path, text in files.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return tmp_path


def test_scripts_that_run_are_told_from_data_and_files() -> None:
    text = page(
        "<script>a()</script><script type=module>b()</script>"
        '<script id="x" type="application/json">{}</script><script src="f.js"></script>'
    )
    assert inline_scripts(text) == ["a()", "b()"]


def test_one_policy_names_the_scripts_of_all_pages_once() -> None:
    policy = policy_for(
        [page("<script>a()</script>"), page("<script>a()</script><script>b()</script>")]
    )
    assert policy.count("sha256-") == 2
    assert source("a()") in policy
    assert source("b()") in policy


def test_the_policy_stands_before_the_first_script() -> None:
    text = with_policy(page("<script>a()</script>"), "default-src 'self'")
    assert text.index("Content-Security-Policy") < text.index("<script")
    with pytest.raises(ValueError, match="does not begin with"):
        with_policy("<html><script>early()</script>" + page(""), "default-src 'self'")


def test_every_page_gets_the_policy_and_the_worker_its_list(small_site: Path) -> None:
    finished = finish_site(small_site)
    assert finished.pages == 3
    for script in ("one()", "two()", "frame()"):
        assert source(script) in finished.policy
    for path in ("index.html", "labs/index.html", "404.html"):
        text = (small_site / path).read_text(encoding="utf-8")
        assert f'content="{finished.policy}"' in text
    assert "Security" not in (small_site / "assets/lab/sandbox.html").read_text(encoding="utf-8")

    script = (small_site / "service-worker.js").read_text(encoding="utf-8")
    listed, _, code = script.removeprefix("globalThis.SITE_FILES = ").partition(";\n")
    assert code == "work();"
    files = json.loads(listed)["files"]
    assert set(files) == {
        "", "labs/", "404.html", "search/search_index.json",
        "assets/lab/lab.js", "assets/lab/sandbox.html",
    }  # fmt: skip
    digest = hashlib.sha256((small_site / "labs/index.html").read_bytes()).digest()
    assert files["labs/"] == f"sha256-{base64.b64encode(digest).decode()}"


def test_equal_sites_have_equal_workers_and_a_change_is_a_new_version(small_site: Path) -> None:
    finish_site(small_site)
    before = service_worker("work();", precached(small_site))
    assert before == (small_site / "service-worker.js").read_text(encoding="utf-8")
    (small_site / "search/search_index.json").write_text("[]", encoding="utf-8")
    assert service_worker("work();", precached(small_site)) != before


def test_a_site_is_finished_once(small_site: Path) -> None:
    finish_site(small_site)
    with pytest.raises(FinishError, match=r"404\.html has a policy already"):
        finish_site(small_site)


def test_a_site_without_the_browser_part_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(page(""), encoding="utf-8")
    with pytest.raises(FinishError, match="Build it first"):
        finish_site(tmp_path)
