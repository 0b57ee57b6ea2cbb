"""One table of limits: the engine keeps the same numbers, and no page has another."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from sitegen.limits import Limit, read_limits

ROOT = Path(__file__).resolve().parents[2]
_, LIMITS = read_limits(ROOT)
IN_ENGINE = [limit for limit in LIMITS.values() if limit.engine]

# The rule: a number is typed by hand when a page of these folders has its text outside of code.
# Numbers too common to be looked for (1 s, 16, 1,000) say `free = true` in the table.
FOLDERS = ("guide", "reference", "providers")
GENERATED = frozenset({"index.md", "limits.md", "errors.md", "glossary.md"})
_CODE = re.compile(r"^(`{3,}).*?^\1`*\s*$|`[^`\n]+`|<!--.*?-->", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("limit", IN_ENGINE, ids=lambda limit: limit.id)
def test_the_engine_keeps_the_number(limit: Limit) -> None:
    module, _, path = limit.engine.partition(":")
    value: object = import_module(module)
    for name in path.split("."):
        value = getattr(value, name)
    assert value == limit.in_engine, limit.engine


def test_no_page_types_a_limit_by_hand() -> None:
    texts = {
        spelling: limit.id
        for limit in LIMITS.values()
        if not limit.free
        for spelling in {limit.text, limit.text.replace(",", ""), limit.text.replace(" ", "\u00a0")}
    }
    typed = []
    for folder in FOLDERS:
        for page in sorted((ROOT / "docs" / folder).rglob("*.md")):
            if folder == "reference" and page.name in GENERATED:
                continue
            prose = _CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), page.read_text())
            for text, id in texts.items():
                for found in re.finditer(rf"(?<![\w,.]){re.escape(text)}(?![\w,]|\.\d)", prose):
                    line = prose.count("\n", 0, found.start()) + 1
                    typed.append(f'{page.name}:{line}: {text} is {{= limit("{id}") =}}')
    assert not typed, "\n".join(typed)


def test_every_limit_says_where_it_is_from() -> None:
    assert all(limit.source and limit.what for limit in LIMITS.values())
