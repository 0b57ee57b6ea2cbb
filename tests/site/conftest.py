"""Copies of the repository in which the generator may write."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.build import CONFIG, mkdocs_environment
from sitegen.engine_pages import ENGINE_PAGES
from sitegen.generate import generated, write_generated
from sitegen.reference import REFERENCE_PAGES
from tests.site.small_course import write_course

REPOSITORY = Path(__file__).resolve().parents[2]
GENERATED = shutil.ignore_patterns(
    *("exercises", "labs", "lab", "fonts", "teach", "licences.md", "__pycache__"),
    *(Path(page).name for page in ENGINE_PAGES),
)
BUILT = os.environ.get("BUILT_SITE")
"""What `make test` has built just before: building it once more would find nothing else."""
READ_ONLY = (
    "CHANGELOG.md",
    "node_modules",
    "package-lock.json",
    "package.json",
    "pyproject.toml",
    "runtime/browser",
    "runtime/minivex",
    "tests",
)
"""What the generator only reads: linked, not copied."""


def copy_site(target: Path) -> None:
    """Copy what a person wrote of the site, without anything generated and without labs/."""
    shutil.copytree(REPOSITORY / "docs", target / "docs", ignore=GENERATED)
    for page in REFERENCE_PAGES:  # beside pages that are written by hand
        (target / "docs" / page).unlink(missing_ok=True)
    shutil.copytree(REPOSITORY / "runtime/sitegen", target / "runtime/sitegen", ignore=GENERATED)
    shutil.copy(REPOSITORY / "mkdocs.yml", target)
    for name in READ_ONLY:
        (target / name).symlink_to(REPOSITORY / name)


def generate(root: Path) -> list[str]:
    """Write the generated files of ``root``; the paths that changed."""
    return write_generated(root, generated(root).pages)


def build(root: Path) -> str:
    """Run a strict build of the site at ``root``; what it said. An empty text is a success."""
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", CONFIG],
        cwd=root,
        env=mkdocs_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if result.returncode == 0 else result.stdout + result.stderr


@pytest.fixture
def small_root(tmp_path: Path) -> Path:
    """A repository with the real pages and a course of one lab and one exercise."""
    copy_site(tmp_path)
    write_course(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built strictly: the one that BUILT_SITE names, or one without the browser part."""
    if BUILT:
        return REPOSITORY / BUILT
    root = tmp_path_factory.mktemp("site")
    copy_site(root)
    shutil.copytree(
        REPOSITORY / "labs", root / "labs", ignore=shutil.ignore_patterns("__pycache__")
    )
    generate(root)
    problems = build(root)
    assert not problems, problems
    return root / "site"
