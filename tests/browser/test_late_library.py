"""A module or codec that has not been fetched says what to write, and others stay unknown."""

import importlib
import json
import sys
from collections.abc import Iterator

import pytest

from browser.python.late_library import expect_library

NAMES = ["no_such_part", "json.no_such_part", "encodings.no_such_codec"]


@pytest.fixture(autouse=True)
def _late_library() -> Iterator[None]:
    before = list(sys.meta_path)
    expect_library(json.dumps(NAMES))
    yield
    sys.meta_path[:] = before


@pytest.mark.parametrize("name", ["no_such_part", "json.no_such_part"])
def test_a_module_that_would_be_fetched_says_how(name: str) -> None:
    with pytest.raises(ModuleNotFoundError, match=f"Write `import {name}` at the top") as caught:
        importlib.import_module(name)
    assert caught.value.name == name


def test_a_codec_that_would_be_fetched_says_how() -> None:
    with pytest.raises(LookupError, match=r"import encodings\.no_such_codec"):
        "text".encode("no-such-codec")


def test_what_nobody_has_stays_unknown() -> None:
    with pytest.raises(ModuleNotFoundError, match="No module named 'never_heard_of'"):
        importlib.import_module("never_heard_of")
    with pytest.raises(LookupError, match="unknown encoding"):
        "text".encode("never-heard-of")


def test_a_module_that_is_tried_for_can_be_done_without() -> None:
    try:
        importlib.import_module("no_such_part")
    except ImportError:
        found = False
    else:
        found = True
    assert not found
