"""The peers' sites, built as their own documentation says and served without any other host.

Each has one page with one program that prints ``RESULT 5``. What such a site loads from other hosts
when it is published is copied beside it from npm and PyPI packages, and the addresses are rewritten.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

from tests.bench.browser.install import TARGET, Installed

__all__ = ["PROGRAM", "jupyterlite", "pyodide_mkdocs_theme"]

PROGRAM = 'print("RESULT", 2 + 3)\n'
_RECIPE = Path(__file__).read_text()

_THEME_CONFIG = """\
site_name: Bench
site_url: http://127.0.0.1/
theme:
  name: pyodide-mkdocs-theme
  language: en
  font: false
plugins:
  - search
  - pyodide_macros:
      build: {ides_id_hash_mode: relative}
      project: {id: bench}
markdown_extensions:
  - md_in_html
  - admonition
  - attr_list
  - pymdownx.details
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
  - pymdownx.highlight
  - pymdownx.inlinehilite
  - pymdownx.snippets
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.arithmatex: {generic: true}
"""

_OTHER_HOST = re.compile(r"https://cdn\.\w+\.net/")
# What is after that to the folder of a package.
_ELSEWHERE = {
    "pyodide/v0.25.0/full/": "pyodide-0.25",
    "npm/ace-builds@1.44.0/": "ace-builds",
    "npm/jquery.terminal@2.43.1/": "jquery.terminal",
    "npm/jquery@3.7.1": "jquery",
    "npm/lodash@4.17.20/": "lodash",
    "npm/mathjax@3/": "mathjax",
}


def pyodide_mkdocs_theme(installed: Installed) -> Path:
    """A page of pyodide-mkdocs-theme with one editor; its configuration is the documented one."""
    source, site = TARGET / "sources" / "pmt", TARGET / "sites" / "pmt"
    if _is_current(site, installed):
        return site
    (source / "docs").mkdir(parents=True, exist_ok=True)
    (source / "mkdocs.yml").write_text(_THEME_CONFIG)
    (source / "docs" / "index.md").write_text('# Bench\n\nA first page.\n\n{{ IDE("hello") }}\n')
    (source / "docs" / "hello.py").write_text(PROGRAM)
    command = [str(installed.python / "bin" / "python"), "-m", "mkdocs", "build", "--quiet"]
    _run([*command, "--site-dir", str(site)], source)
    for file in site.rglob("*"):
        if file.suffix in {".html", ".js"}:
            text = file.read_text()
            local = _OTHER_HOST.sub("/elsewhere/", text)
            local = re.sub(
                r"/elsewhere/npm/jquery@3\.7\.1(?=[\"' >])", r"\g<0>/dist/jquery.min.js", local
            )
            # One package is there in another release only, so that its hash is another one.
            local = re.sub(r"\s(integrity|crossorigin)=(\"[^\"]*\"|[^\s>]+)", "", local)
            local = re.sub(r"\bintegrity: \"sha256-[^\"]*\",", "", local)
            if local != text:
                file.write_text(local)
    for path, package in _ELSEWHERE.items():
        folder = site / "elsewhere" / path
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(installed.node / package, folder, symlinks=False)
    return _done(site, installed)


def jupyterlite(installed: Installed) -> Path:
    """JupyterLite with its Python kernel and the wheels which that asks for."""
    source, site = TARGET / "sources" / "jupyterlite", TARGET / "sites" / "jupyterlite"
    if _is_current(site, installed):
        return site
    shutil.rmtree(
        source, ignore_errors=True
    )  # the builder believes its own notes of an earlier build
    source.mkdir(parents=True)
    settings = {"pyodideUrl": "./static/pyodide/pyodide.mjs", "disablePyPIFallback": True}
    plugins = {"@jupyterlite/pyodide-kernel-extension:kernel": settings}
    config = {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {"litePluginSettings": plugins},
    }
    (source / "jupyter-lite.json").write_text(json.dumps(config))
    # What Pyodide's own list of packages lacks is in the kernel's.
    more = [
        str(wheel)
        for name in ("comm", "ipython_pygments_lexers")
        for wheel in installed.wheels.glob(f"{name}-*.whl")
    ]
    command = [
        str(installed.python / "bin" / "jupyter"),
        "lite",
        "build",
        "--output-dir",
        str(site),
    ]
    _run([*command, *(f"--piplite-wheels={wheel}" for wheel in more)], source)
    runtime = site / "static" / "pyodide"
    shutil.copytree(installed.node / "pyodide-314", runtime)
    _write_package_list(runtime, installed.wheels)
    return _done(site, installed)


def _write_package_list(runtime: Path, wheels: Path) -> None:
    """Pyodide's list of packages, cut to those that are here as wheels."""
    lock = json.loads((runtime / "pyodide-lock.json").read_text())
    here = {}
    for wheel in sorted(wheels.glob("*.whl")):
        name = wheel.name.split("-")[0].replace("_", "-").lower()
        if name not in lock["packages"]:
            continue
        entry = dict(lock["packages"][name])
        with zipfile.ZipFile(wheel) as archive:
            assert archive.testzip() is None
        entry["file_name"] = wheel.name
        entry["sha256"] = hashlib.sha256(wheel.read_bytes()).hexdigest()
        here[name] = entry
        shutil.copyfile(wheel, runtime / wheel.name)
    lock["packages"] = here
    (runtime / "pyodide-lock.json").write_text(json.dumps(lock))


def _run(command: list[str], folder: Path) -> None:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
        message = f"{' '.join(command)} failed:\n{tail}"
        raise RuntimeError(message)


def _made_from(installed: Installed) -> str:
    stamps = [TARGET / f"{folder.name}.stamp" for folder in installed]
    return _RECIPE + "".join(stamp.read_text() for stamp in stamps)


def _is_current(site: Path, installed: Installed) -> bool:
    stamp = site.with_suffix(".stamp")
    if site.is_dir() and stamp.is_file() and stamp.read_text() == _made_from(installed):
        return True
    shutil.rmtree(site, ignore_errors=True)
    return False


def _done(site: Path, installed: Installed) -> Path:
    site.with_suffix(".stamp").write_text(_made_from(installed))
    return site
