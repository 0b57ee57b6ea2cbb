"""The page of licences names everything that reaches a reader."""

import json
import subprocess
import tomllib
from pathlib import Path

import pytest

from sitegen.licences import HERE, imported_packages, licences_page, shipped, theme_packages
from tests.site.conftest import REPOSITORY


def test_every_package_of_which_a_byte_is_shipped_is_listed() -> None:
    command = ["node", "runtime/browser/build.mjs", "--packages"]
    said = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    bundled = json.loads(said.stdout)
    assert {"@codemirror/view", "minisearch", "pyodide"} <= set(bundled)
    assert set(bundled) <= set(imported_packages(REPOSITORY))


def test_every_package_in_the_themes_script_is_listed() -> None:
    parts = tomllib.loads((HERE / "parts.toml").read_text(encoding="utf-8"))["part"]
    listed = {part["name"] for part in parts if part["within"] == "mkdocs-material"}
    assert set(theme_packages()) == listed - {"Material Design Icons"}


def test_every_font_of_the_site_is_listed() -> None:
    names = [thing.name for thing in shipped(REPOSITORY)]
    sheet = (REPOSITORY / "docs/assets/css/fonts.css").read_text(encoding="utf-8")
    families = {
        line.split("fonts/")[1].rsplit("-latin", 1)[0]
        for line in sheet.splitlines()
        if "fonts/" in line
    }
    assert families
    for family in families:
        assert any(name.endswith(f"/{family}") for name in names), family


def test_each_has_a_version_a_licence_a_place_and_its_text() -> None:
    for thing in shipped(REPOSITORY):
        assert thing.version, thing
        assert thing.licence, thing
        assert thing.source, thing
        assert "://" not in thing.source, thing
        assert thing.text or thing.licence.startswith("public domain"), thing


def test_the_page_has_every_name_and_every_text_once() -> None:
    page = licences_page(REPOSITORY).text
    for thing in shipped(REPOSITORY):
        assert f"| {thing.name} | {thing.version} |" in page
    assert page.count("Mozilla Public License Version 2.0") == 1
    assert page.count("Copyright (c) Zeno Rocha") == 1
    texts = {part.name for part in HERE.glob("*.txt")}
    used = {part.get("text") for part in tomllib.loads((HERE / "parts.toml").read_text())["part"]}
    assert texts == used - {None} | {"mpl-2.0.txt"}, (
        "a text that nothing has, or the other way round"
    )


@pytest.mark.slow
def test_the_foot_of_every_page_leads_to_the_licences(built_site: Path) -> None:
    assert 'href="../../contributing/licences/"' in (
        built_site / "guide/start/index.html"
    ).read_text(encoding="utf-8")
    page = (built_site / "contributing/licences/index.html").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in page
    assert page.count("fb-licence") == page.count("<pre><code>")
