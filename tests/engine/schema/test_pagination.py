"""The validators of pagination."""

from __future__ import annotations

from minivex.schema.pagination import pagination_opts_validator, pagination_result_validator
from minivex.schema.validators import v


def test_options_need_a_count_and_a_cursor() -> None:
    assert pagination_opts_validator.accepts({"numItems": 5, "cursor": None})
    assert pagination_opts_validator.accepts({"numItems": 5, "cursor": "x", "id": 1})
    assert not pagination_opts_validator.accepts({"numItems": 5})


def test_a_result_has_a_page_of_items() -> None:
    validator = pagination_result_validator(v.string())
    result = {"page": ["a"], "continueCursor": "x", "isDone": True}
    assert validator.accepts(result)  # type: ignore[arg-type]
    assert validator.accepts({**result, "pageStatus": "SplitRequired"})  # type: ignore[dict-item]
    assert not validator.accepts({**result, "page": [1]})  # type: ignore[dict-item]
