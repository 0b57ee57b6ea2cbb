"""Every limit that the engine keeps: so much is fine, and one more is refused in Convex's words."""

from __future__ import annotations

import re
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from minivex import MinivexError
from tests.model.limits_to_reach import REACH, TEXTS

ROOT = Path(__file__).resolve().parents[2]
TABLE: list[dict[str, Any]] = tomllib.loads(
    (ROOT / "docs/reference/data/limits.toml").read_text(encoding="utf-8")
)["limit"]
KEPT = {entry["id"]: str(entry["engine"]) for entry in TABLE if "engine" in entry}

# Nothing is refused at these: the rest is dropped, or happens sooner or later. Who tests it:
NOT_REFUSED = {
    "jwt-lifetime": "tests/engine/services/test_auth.py",
    "occ-backoff-first": "tests/engine/commit/test_retry.py",
    "occ-backoff-max": "tests/engine/commit/test_retry.py",
    "scheduled-results": "tests/engine/services/test_scheduler.py",
    "search-results": "tests/engine/index/test_text_index.py",
    "search-term-size": "tests/engine/index/test_text_index.py",
    "search-terms": "tests/engine/index/test_text_index.py",
    "upload-url": "tests/engine/services/test_file_storage.py",
}


def number_of(id: str) -> int:
    """The engine's own number."""
    module, _, path = KEPT[id].partition(":")
    value: Any = import_module(module)
    for name in path.split("."):
        value = getattr(value, name)
    assert isinstance(value, int)
    return value


def test_no_limit_of_the_table_is_left_out() -> None:
    assert KEPT.keys() == REACH.keys() | NOT_REFUSED.keys()
    assert all((ROOT / place).is_file() for place in NOT_REFUSED.values())


@pytest.mark.parametrize("id", REACH)
def test_inv75_exactly_so_much_is_fine_and_one_more_is_refused(id: str) -> None:
    most = number_of(id)
    REACH[id](most)
    with pytest.raises((MinivexError, ValueError), match=re.escape(TEXTS[id])) as refusal:
        REACH[id](most + 1)
    assert "small world" not in str(refusal.value)
