"""The slow way to freeze: words for refusals. What passes is tested with ``freeze``."""

from __future__ import annotations

import pytest

from minivex.errors import NotAValueError
from minivex.values.closely import freeze_closely


def test_a_refusal_says_where() -> None:
    with pytest.raises(NotAValueError) as refused:
        freeze_closely({"tags": ["a", {"b"}]}, "args")
    assert refused.value.message.startswith("set {'b'} is not a supported Convex type.")
    assert refused.value.message.endswith("(at args.tags[1])")


def test_a_name_needs_no_path() -> None:
    with pytest.raises(NotAValueError) as refused:
        freeze_closely({"deep": [{"$x": 1}]}, "args")
    assert refused.value.message == "Field name $x starts with a '$', which is reserved."


def test_keys_come_out_in_order() -> None:
    assert list(freeze_closely({"b": 1, "a": 2}, "")) == ["a", "b"]  # type: ignore[arg-type]
