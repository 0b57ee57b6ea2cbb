"""The guide's one example is one project: what its pages show is what the others are compiled with."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIXTURE = ROOT / "tests/typescript/fixtures/toolshed"
_FENCE = re.compile(
    r"^```ts file=(?P<file>\S+)[^\n]*\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


def test_each_file_of_the_example_is_shown_whole_in_the_guide() -> None:
    shown = {
        (fence["file"], fence["text"])
        for page in (ROOT / "docs/guide").glob("*.md")
        for fence in _FENCE.finditer(page.read_text(encoding="utf-8"))
    }
    files = sorted(file for file in FIXTURE.rglob("*") if file.is_file())
    assert files
    lost = [
        name
        for name, text in (
            (file.relative_to(FIXTURE).as_posix(), file.read_text(encoding="utf-8"))
            for file in files
        )
        if (name, text) not in shown
    ]
    assert lost == []
