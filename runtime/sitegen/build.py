"""The steps of a build: the browser part, the generated pages, the site, what is written last."""

import os
import subprocess
import sys
import time
from pathlib import Path

from sitegen.finish import FinishError, finish_site
from sitegen.generate import generated, write_generated
from sitegen.pages import Gap, GapError
from sitegen.previews import write_previews
from sitegen.redirects import write_redirects
from sitegen.sentences import sentence_notes

__all__ = [
    "StepError",
    "build_browser",
    "build_pages",
    "build_site",
    "check_pages",
    "mkdocs_environment",
]

CONFIG = "mkdocs.generated.yml"
LINE_MAX = 200
"""Characters of one line of another program's output that are shown."""


class StepError(Exception):
    """A step of the build failed; the message says which and what to do."""


def build_browser(root: Path) -> None:
    """Run the build of runtime/browser into docs/assets/lab/.

    Raises: StepError, when node is missing or the build fails.
    """
    began = time.monotonic()
    try:
        result = subprocess.run(
            ["node", "runtime/browser/build.mjs"],
            cwd=root,
            check=False,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError:
        raise StepError(
            "`node` was not found. Install Node 20 or newer, then run `make setup`."
        ) from None
    if result.returncode != 0:
        # A crash inside minified code quotes the whole of it as one line.
        for line in f"{result.stdout}\n{result.stderr}".splitlines():
            print(line if len(line) <= LINE_MAX else f"{line[:LINE_MAX]} …")
        raise StepError("The browser part did not build; the lines above say where.")
    _say(f"browser part built in {time.monotonic() - began:.1f} s")


def build_pages(root: Path) -> tuple[Gap, ...]:
    """Write the generated pages that changed; say and return the gaps that did not prevent one.

    Raises: GapError.
    """
    made = generated(root)
    touched = write_generated(root, made.pages)
    _say(f"{len(made.pages)} generated files, {len(touched)} changed")
    for gap in (*made.gaps, *made.notes):
        _say(str(gap))
    return made.gaps


def check_pages(root: Path) -> None:
    """Generate everything in memory and write nothing.

    Raises: GapError, for every gap.
    """
    made = generated(root)
    for note in made.notes:
        _say(f"still to be written: {note}")
    for note in sentence_notes(root):
        _say(f"warning: {note}")
    if made.gaps:
        raise GapError(made.gaps)
    _say(f"{len(made.pages)} files can be generated, no gaps")


def build_site(root: Path) -> None:
    """Build everything into site/, strictly: a gap or a warning fails it.

    Raises: StepError, GapError.
    """
    check_pages(root)
    build_browser(root)
    build_pages(root)
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean", "-f", CONFIG],
        cwd=root,
        env=mkdocs_environment(),
        check=False,
        capture_output=True,
        text=True,
    )
    if result.returncode != 0:
        # The progress of a build that failed hides its warnings.
        lines = f"{result.stdout}\n{result.stderr}".splitlines()
        print("\n".join(line for line in lines if not line.startswith("INFO")))
        raise StepError("mkdocs did not build the site; the lines above say where.")
    drawn = write_previews(root / "site", root)
    moved = write_redirects(root / "site", root)
    _say(
        f"{drawn} pictures for link previews drawn, the others are as they were; {moved} old addresses"
    )
    try:
        finished = finish_site(root / "site")
    except FinishError as error:
        raise StepError(str(error)) from error
    _say(
        f"policy in {finished.pages} pages ({len(finished.policy)} bytes); "
        f"{len(finished.files)} files for offline use"
    )
    _say("site built in site/")


def mkdocs_environment() -> dict[str, str]:
    """The environment mkdocs runs in: Material's notice about MkDocs 2 is not ours to act on."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


def _say(line: str) -> None:
    print(f"sitegen: {line}", flush=True)
