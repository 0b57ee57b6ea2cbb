"""Pieces of the engine's source in a page: what is cut out, and what stops a build."""

import re
from pathlib import Path

import pytest

from sitegen.symbols import piece_markdown, read_piece
from tests.site.conftest import REPOSITORY
from tests.site.small_engine import write_engine

LINES_MAX = 40
"""More than a page should show at once; the tour aims at 25."""

_CALL = re.compile(r'\{= (?P<form>code(?:_with_docstring)?)\("(?P<name>[\w.]+)"\) =\}')


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_engine(tmp_path)
    return tmp_path


def test_a_method_is_shown_with_its_docstring_or_without(root: Path) -> None:
    piece = read_piece(root, "minivex.txn.cursor.Cursor.read")
    assert piece.file == "minivex/txn/cursor.py"
    assert piece.undocumented == "def read(self) -> int:\n    return 1"
    assert '"""One row.' in piece.text
    assert piece.text.endswith("    return 1")


def test_a_constant_is_a_symbol(root: Path) -> None:
    assert read_piece(root, "minivex.txn.cursor.LOG_MAX").text == "LOG_MAX = 3"


def test_a_class_with_nothing_but_a_docstring_keeps_it(root: Path) -> None:
    piece = read_piece(root, "minivex.values.value.Builder")
    assert piece.undocumented == piece.text == 'class Builder:\n    """Makes validators."""'


def test_decorators_belong_to_their_symbol() -> None:
    piece = read_piece(REPOSITORY, "minivex.functions.step.Step.where")
    assert piece.text.startswith("@property\ndef where(")


def test_file_and_symbol_stand_above_the_code(root: Path) -> None:
    piece = read_piece(root, "minivex.txn.cursor.LOG_MAX")
    assert piece_markdown(piece, piece.text) == (
        "`minivex/txn/cursor.py` LOG_MAX\n{ .fb-file }\n\n```python\nLOG_MAX = 3\n```"
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("minivex.txn.cursor.Cursor.write", "no symbol 'write' .* there is read, _peek"),
        ("minivex.txn.cursor.Place", "no symbol 'Place' .* there is Cursor, LOG_MAX"),
        ("minivex.txn.cursor.LOG_MAX.real", "no symbol 'real' .* there is nothing"),
        ("minivex.txn.places.Cursor", "no module in runtime/"),
    ],
)
def test_what_is_gone_is_named(root: Path, name: str, message: str) -> None:
    with pytest.raises(LookupError, match=message):
        read_piece(root, name)


def test_every_piece_of_the_tour_exists_and_fits_on_a_page() -> None:
    shown = {
        (call["form"], call["name"])
        for page in (REPOSITORY / "docs/engine").glob("*.md")
        for call in _CALL.finditer(page.read_text(encoding="utf-8"))
    }
    assert shown, "the tour shows code"
    for form, name in sorted(shown):
        piece = read_piece(REPOSITORY, name)
        text = piece.undocumented if form == "code" else piece.text
        assert text.count("\n") < LINES_MAX, name
