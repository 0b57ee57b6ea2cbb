"""The generated pages about the engine, and what keeps them from being complete."""

from collections.abc import Iterator
from pathlib import Path

from sitegen import fidelity, invariants, repo_map
from sitegen.pages import Gap, Page
from sitegen.public_names import public_name_gaps

__all__ = ["ENGINE_PAGES", "engine_gaps", "engine_pages"]

ENGINE_PAGES = (fidelity.PAGE, invariants.PAGE, repo_map.PAGE)
"""Their paths below ``docs/``, git-ignored one by one: other pages beside them are written by hand."""


def engine_pages(root: Path) -> list[Page]:
    """Differences, invariants and the map of the code."""
    return [
        fidelity.fidelity_page(root),
        invariants.invariants_page(root),
        repo_map.map_page(root),
    ]


def engine_gaps(root: Path) -> Iterator[Gap]:
    """Public names and modules that do not say what they are."""
    yield from public_name_gaps(root)
    yield from repo_map.map_gaps(root)
