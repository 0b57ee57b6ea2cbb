"""Each live cell prints what its page says it prints, and its TypeScript is there to compare."""

from pathlib import Path

import pytest

from sitegen.cells import Cell, printed_by, read_cells

ROOT = Path(__file__).resolve().parents[2]
CELLS = read_cells(ROOT)


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.id)
def test_a_cell_prints_what_is_recorded(cell: Cell) -> None:
    assert cell.output == printed_by(cell), "if that is right: python -m sitegen record"


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.id)
def test_a_cell_prints_the_same_twice(cell: Cell) -> None:
    assert printed_by(cell) == printed_by(cell)


def test_every_cell_stands_on_a_page() -> None:
    pages = [
        page.read_text()
        for page in (ROOT / "docs").rglob("*.md")
        if "contributing" not in page.parts
    ]
    lost = [cell.id for cell in CELLS if not any(f'cell("{cell.id}"' in page for page in pages)]
    assert lost == []
