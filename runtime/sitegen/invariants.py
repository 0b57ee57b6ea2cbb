"""What the engine promises, number by number, and the tests that hold it to that.

```
 tests/invariants.toml                      ["Snapshots and conflicts"]  34 = "A mutation conflicts …"
 tests/engine/txn/test_read_set.py          def test_inv34_a_changed_document_conflicts
```

A test belongs to every number in its name; the few that have none in theirs are listed in the file.
"""

import html
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from sitegen.markdown import docstring_html, front_matter, meta_line
from sitegen.pages import Page

__all__ = ["FILE", "PAGE", "Carrier", "Invariant", "carriers", "invariants_page", "read_invariants"]

FILE = "tests/invariants.toml"
PAGE = "engine/invariants.md"

_TEST = re.compile(r"^\s*(?:async )?def test_(\w+)", re.MULTILINE)
_NUMBER = re.compile(r"(?:^|_)inv(\d+)(?=_|$)")

LEAD = """\
What the engine promises, seen from outside, in numbered sentences. A test that holds it to one of \
them has the number in its name; `make test` runs them all.
{ .fb-lead }"""

ABOUT = """\
The sentences were drawn from Convex's documentation and from the source of its backend. Tests show \
that a promise was kept in the cases that they try, not that it always is; where there is none, the \
table says so. What the engine leaves out or does in its own way is on the page about its \
[differences from Convex](differences.md)."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """A test: its file below the repository's root, and its name after ``test_``."""

    file: str
    name: str

    @property
    def sentence(self) -> str:
        """The name as the sentence it is, without numbers of promises."""
        words = re.sub(r"^(?:inv\d+_)+", "", self.name).replace("_", " ")
        return f"{words[:1].upper()}{words[1:]}"

    @property
    def numbers(self) -> frozenset[int]:
        """The promises that its name speaks of."""
        return frozenset(int(number) for number in _NUMBER.findall(self.name))


@dataclass(frozen=True, slots=True)
class Invariant:
    """One promise: its number, its area, what holds, and tests that do not say its number."""

    number: int
    area: str
    claim: str
    unnumbered: tuple[str, ...]
    """As pytest writes them: ``tests/model/test_order.py::test_joined_keys_…``."""


def read_invariants(root: Path) -> list[Invariant]:
    """The promises of ``tests/invariants.toml``, in its order."""
    with (root / FILE).open("rb") as file:
        areas: dict[str, dict[str, str]] = tomllib.load(file)
    unnumbered: Mapping[str, Sequence[str]] = areas.pop("tests", {})
    return [
        Invariant(int(number), area, claim, tuple(unnumbered.get(number, ())))
        for area, claims in areas.items()
        for number, claim in claims.items()
    ]


def carriers(root: Path) -> list[Carrier]:
    """Every Python test of the repository, in the order of files and lines."""
    return [
        Carrier(file.relative_to(root).as_posix(), name)
        for file in sorted((root / "tests").rglob("test_*.py"))
        for name in _TEST.findall(file.read_text(encoding="utf-8"))
    ]


def invariants_page(root: Path) -> Page:
    """The table of promises, area by area."""
    invariants = read_invariants(root)
    tests = _tests_of(invariants, carriers(root))
    kept = sum(bool(found) for found in tests.values())
    parts = [
        front_matter(
            title="Invariants",
            description="What minivex promises, and the tests of each promise.",
            render_macros=False,
        ),
        "# What the engine promises",
        meta_line(
            f"{len(invariants)} invariants",
            f"{kept} with a test",
            f"{len(invariants) - kept} without",
        ),
        LEAD,
        ABOUT,
    ]
    for area in dict.fromkeys(invariant.area for invariant in invariants):
        rows = "\n".join(_row(i, tests[i.number]) for i in invariants if i.area == area)
        parts.append(
            f'## {area}\n\n<table class="fb-promises">\n'
            '<thead><tr><th scope="col">No.</th><th scope="col">What holds</th></tr></thead>\n'
            f"<tbody>\n{rows}\n</tbody>\n</table>"
        )
    return Page.of_text(f"docs/{PAGE}", "\n\n".join(parts))


def _tests_of(
    invariants: Sequence[Invariant], tests: Sequence[Carrier]
) -> dict[int, list[Carrier]]:
    found: dict[int, list[Carrier]] = {invariant.number: [] for invariant in invariants}
    listed: dict[str, set[int]] = {}
    for invariant in invariants:
        for name in invariant.unnumbered:
            listed.setdefault(name, set()).add(invariant.number)
    for test in tests:
        for number in test.numbers | listed.get(f"{test.file}::test_{test.name}", set()):
            if number in found:
                found[number].append(test)
    return found


def _row(invariant: Invariant, tests: Sequence[Carrier]) -> str:
    number = invariant.number
    return (
        f'<tr id="inv{number}"><th scope="row">{number}</th>'
        f"<td>{docstring_html(invariant.claim)}{_tests_html(tests)}</td></tr>"
    )


def _tests_html(tests: Sequence[Carrier]) -> str:
    if not tests:
        return '<p class="fb-promises__open">no test yet</p>'
    count = f"{len(tests)} tests" if len(tests) > 1 else "1 test"
    entries = "".join(
        f"<dt><code>{html.escape(file)}</code></dt>"
        + "".join(f"<dd>{html.escape(test.sentence)}</dd>" for test in of_file)
        for file, of_file in groupby(tests, key=lambda test: test.file)
    )
    return f"<details><summary>{count}</summary><dl>{entries}</dl></details>"
